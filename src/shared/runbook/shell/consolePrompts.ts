import { isKnownProgram } from './knownPrograms.ts';

/** `$ `, `% `, `❯ `, `user@host:~$ `, `[root@host dir]# `, `host# `. */
const prompt =
  /^\s*(?:\([\w.-]+\)\s*)?(?:\[?[\w.-]+@[\w.-]+(?:[:\s][^$#%\n]{0,60})?\]?\s*[$#%]\s+|[\w.-]+[$#]\s+(?=\S)|[$❯➜»]\s+(?=\S)|%\s+(?=[a-z]))/u;
const rootPrompt = /^\s*#\s+(?=[a-z./])/;

/** Whether some line begins with a shell's prompt. */
export function hasPrompts(code: string): boolean {
  return code.split('\n').some((line) => prompt.test(line));
}

/**
 * Code of a terminal session with prompts and output taken away: commands and comments stay on their lines, all other
 * lines become empty. Code without prompts stays as it is.
 */
export function withoutPrompts(code: string, isSession: boolean): string {
  const lines = code.split('\n');
  const isRoot = isSession && !hasPrompts(code) && lines.some(isRootCommand);
  if (!isRoot && !hasPrompts(code)) return code;
  let continues = false;
  return lines
    .map((line) => {
      const command = commandOn(line, isRoot, continues);
      continues = command !== null && (command.endsWith('\\') || opensQuote(command));
      return command ?? '';
    })
    .join('\n');
}

function commandOn(line: string, isRoot: boolean, continues: boolean): string | null {
  if (prompt.test(line)) return line.replace(prompt, '');
  if (isRoot && isRootCommand(line)) return line.replace(rootPrompt, '');
  if (continues) return line.replace(/^>\s?/, '');
  return /^\s*#\s/.test(line) && !isRootCommand(line) ? line : null;
}

/** A line after `# ` that is a command and no comment: a known program, in lower case, with something after it. */
function isRootCommand(line: string): boolean {
  if (!rootPrompt.test(line)) return false;
  const words = line.replace(rootPrompt, '').trim().split(/\s+/);
  const first = words[0] ?? '';
  if (/^(?:\.{0,2}\/)[\w./-]+$/.test(first)) return true;
  return isKnownProgram(first) && !/^(?:the|a|an|if|for|all|that|and|your|sure|to)$/i.test(words[1] ?? '');
}

function opensQuote(command: string): boolean {
  const bare = command.replaceAll(/\\./g, '');
  return (
    (bare.replaceAll(/"[^"]*"/g, '').match(/'/g)?.length ?? 0) % 2 === 1 ||
    (bare.replaceAll(/'[^']*'/g, '').match(/"/g)?.length ?? 0) % 2 === 1
  );
}
