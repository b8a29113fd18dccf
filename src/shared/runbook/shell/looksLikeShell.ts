import { isKnownProgram } from './knownPrograms.ts';
import { hasPrompts } from './consolePrompts.ts';

/** Info strings of fences that hold shell commands. */
export const shellLanguages: ReadonlySet<string> = new Set(
  'bash sh shell zsh ksh dash ash fish console terminal shell-session shellsession sh-session bash-session session cli shell-script shellscript command commands cmdline'.split(
    ' ',
  ),
);

/** Languages that say nothing about what is in a fence. */
export const openLanguages: ReadonlySet<string> = new Set([
  '',
  'text',
  'txt',
  'plaintext',
  'plain',
  'none',
  'code',
  'default',
  'output',
  'log',
]);

/** Whether code without a telling language is made of commands. */
export function looksLikeShell(code: string): boolean {
  if (hasPrompts(code)) return true;
  const joined = code.replaceAll(/\\\n/g, ' ');
  const lines = joined
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) return false;
  const commands = lines.filter(isCommandLine);
  return commands.length > 0 && isCommandLine(lines[0] ?? '') && commands.length / lines.length >= 0.5;
}

function isCommandLine(line: string): boolean {
  const words = line.replace(/^(?:sudo\s+(?:-[ugU]\s*[\w-]+\s+|-\w+\s+)*|[A-Z_][A-Z0-9_]*=\S*\s+)*/, '').split(/\s+/);
  const first = (words[0] ?? '').replace(/^\/(?:usr\/)?(?:local\/)?s?bin\//, '');
  if (/[:：]$/.test(first)) return false;
  if (/^(?:\.{1,2}|~)?\/[\w./-]+$/.test(first)) return true;
  if (/^(?:if|for|while|do|done|then|fi|else|case|esac|export)$/.test(first))
    return /^(?:do|done|then|fi|else|esac)$|[;=]|\bin\b/.test(line);
  if (!isKnownProgram(first)) return /^[\w./-]+\.(?:sh|py)\b/.test(first);
  return !/^(?:the|a|an|it|is|are|and|or|of|to|sure|that|this|for|with|your|our|all)$/i.test(words[1] ?? '');
}

const query =
  /^[\s(]*(?:(?:sum|avg|max|min|count|rate|irate|increase|topk|histogram_quantile|absent|predict_linear)\s*(?:(?:by|without)\s*\([^)]*\)\s*)?\(|[a-z_:][\w:]*\{[^}]*=~?")/u;

/** Whether code asks a monitoring system for metrics, whatever its fence calls it. */
export function isQuery(code: string): boolean {
  return query.test(code);
}
