import type { Word } from 'unbash';
import type { Bound, Edit } from './edit.ts';
import { watchOnce } from './watchOnce.ts';

const after = (word: Word, text: string): Edit => ({ start: word.end, end: word.end, text: ` ${text}` });
const replace = (word: Word, text: string): Edit => ({ start: word.pos, end: word.end, text });
/** A word and the blank before it. */
const remove = (word: Word): Edit => ({ start: word.pos - 1, end: word.end, text: '' });
const has = (args: readonly Word[], pattern: RegExp) => args.some(({ value }) => pattern.test(value));

/** Takes the following out of options, and asks for so many lines where nobody else does. */
function unfollowed(
  args: readonly Word[],
  follow: RegExp,
  letter: string,
  at: Word,
  lines: RegExp,
  limit: string,
): Edit[] {
  const following = args.filter(({ value }) => follow.test(value));
  if (following.length === 0) return [];
  const removed = following.map((word) => {
    const rest = /^-[A-Za-z0-9]+$/.test(word.value) ? word.value.replaceAll(new RegExp(`[${letter}]`, 'g'), '') : '-';
    return rest === '-' ? remove(word) : replace(word, rest);
  });
  const asks = args.some((word) => lines.test(following.includes(word) ? word.value.replace(/f/gi, '') : word.value));
  return asks ? removed : [...removed, after(at, limit)];
}

const tail: Bound = ({ program, args }) =>
  unfollowed(
    args,
    /^(?:-[A-Za-z0-9]*[fF][A-Za-z0-9]*|--follow(?:=.*)?|--retry)$/,
    'fF',
    program,
    /^(?:-\d*n.*|-\d+|-c.*|--lines.*|--bytes.*)$/,
    '-n 200',
  );
const journal: Bound = ({ program, args }) =>
  unfollowed(
    args,
    /^(?:-[a-z]*f[a-z]*|--follow)$/,
    'f',
    program,
    /^(?:-[a-z]*n.*|--lines.*|-S|--since.*)$/,
    '-n 200 --no-pager',
  );

/** `logs` of Docker, Compose and Kubernetes, `stats`, `events` and `-w`. */
const container: Bound = ({ program, args }) => {
  const logs = args.find(({ value }) => value === 'logs');
  if (logs !== undefined)
    return unfollowed(
      args.slice(args.indexOf(logs)),
      /^(?:-[a-z]*f[a-z]*|--follow)$/,
      'f',
      logs,
      program.value === 'kubectl' ? /^--(?:tail|since)/ : /^(?:--tail.*|-n.*|--since.*)$/,
      '--tail 200',
    );
  const stats = args.find(({ value }) => value === 'stats');
  if (stats !== undefined && !has(args, /^--no-stream$/)) return [after(stats, '--no-stream')];
  const events = args.find(({ value }) => value === 'events');
  return events !== undefined && !has(args, /^--until/) ? [after(events, '--since 10m --until 0s')] : [];
};

const cluster: Bound = (words) => {
  const get = words.args.some(({ value }) => /^(?:get|events|rollout)$/.test(value));
  return get ? words.args.filter(({ value }) => value === '-w' || value === '--watch').map(remove) : container(words);
};

const top: Bound = ({ program, args }) =>
  has(args, /^-\w*n/) ? [] : [after(program, has(args, /^-\w*b/) ? '-n 1' : '-b -n 1')];
const screen: Bound = ({ program, args }) => [replace(program, 'top -b -n 1'), ...args.map(remove)];
const ping: Bound = ({ program, args }) => (has(args, /^-\w*[cw]/) ? [] : [after(program, '-c 4')]);

/** `vmstat 1` counts on until a second number says how often. */
const counting: Bound = ({ args }) => {
  const numbers = args.filter(({ value }) => /^\d+$/.test(value));
  const [only] = numbers;
  return numbers.length === 1 && only !== undefined && only === args.at(-1) ? [after(only, '5')] : [];
};

/** How the programs that go on for ever are made to end. */
export const bounds: Readonly<Record<string, Bound>> = {
  top,
  htop: screen,
  atop: screen,
  btop: screen,
  iotop: ({ program, args }) => (has(args, /^-\w*n/) ? [] : [after(program, '-b -n 1')]),
  tail,
  journalctl: journal,
  docker: container,
  podman: container,
  'docker-compose': container,
  kubectl: cluster,
  watch: watchOnce,
  ping,
  ping6: ping,
  mtr: ({ program, args }) => (has(args, /^(?:-\w*r|--report)/) ? [] : [after(program, '-r -c 5')]),
  vmstat: counting,
  iostat: counting,
  mpstat: counting,
  pidstat: counting,
  sar: counting,
  dmesg: ({ args }) => args.filter(({ value }) => value === '-w' || value === '--follow').map(remove),
  tcpdump: ({ program, args }) => (has(args, /^-c/) ? [] : [after(program, '-c 100')]),
  less: ({ program, args }) =>
    args.length === 0 ? [] : [replace(program, 'cat'), ...args.filter(({ value }) => /^[-+]/.test(value)).map(remove)],
  more: ({ program, args }) => (args.length === 0 ? [] : [replace(program, 'cat')]),
};
