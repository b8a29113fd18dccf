import { reading, type Rule } from '../options.ts';
import { changes, reads } from '../verdict.ts';

/** Names that a harmless expression may be made of: reading, parsing, printing. */
const names = new Set(
  `console log error warn table dir info JSON parse stringify fs readFileSync existsSync statSync lstatSync readdirSync accessSync require
  size mtime mtimeMs length process version versions exit Object keys values entries String Number toString trim split join slice map
  filter sort Boolean Array isArray os hostname uptime freemem totalmem loadavg cpus path basename dirname extname memoryUsage platform arch true false null undefined utf8`.split(
    /\s+/,
  ),
);
const modules = new Set(['fs', 'os', 'path', 'node:fs', 'node:os', 'node:path']);

/** `node -e` reads while its code is only calls of functions that read, with fixed text; any other script may do anything. */
export const nodeRule: Rule = (args, program, effectOfWords) => {
  const [option, code, ...others] = args;
  if (args.length === 1 && (option?.value === '--version' || option?.value === '-v')) return reads;
  if (option?.value === '--check' || option?.value === '-c')
    return reading({ operands: 1 })(args.slice(1), `${program} --check`, effectOfWords);
  const isCode = option?.value != null && /^(?:-e|-p|-pe|--eval|--print)$/.test(option.value);
  if (!isCode || code?.value == null || others.length > 0) return changes(`what \`${program}\` runs is not known`);
  return isHarmless(code.value) ? reads : changes(`this \`${program}\` code is not known to only read`);
};

const token = /\s+|(?<name>[A-Za-z_$][\w$]*)|(?<number>\d+)|(?<string>'[^'\\\n]*'|"[^"\\\n]*")|(?<sign>[().,;])/uy;

function isHarmless(code: string): boolean {
  let previous = '';
  let beforeThat = '';
  for (token.lastIndex = 0; token.lastIndex < code.length;) {
    const match = token.exec(code);
    if (match === null) return false;
    const { name, string } = match.groups ?? {};
    if (name !== undefined && !names.has(name)) return false;
    if (string !== undefined && previous === '(' && beforeThat === 'require' && !modules.has(string.slice(1, -1)))
      return false;
    if (beforeThat === 'require' && previous === '(' && string === undefined && match[0].trim() !== '') return false;
    if (previous === 'require' && match[0].trim() !== '' && match[0] !== '(') return false;
    if (match[0].trim() === '') continue;
    beforeThat = previous;
    previous = match[0];
  }
  return code.length < 5_000 && previous !== 'require';
}
