import { parseArgs } from 'node:util';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { defaultFolders } from '#core/ports/defaultFolders.ts';
import { findResources } from '#core/ports/findResources.ts';
import { labJsonSchema } from '#shared/lab/labJsonSchema.ts';
import { checkLab } from './checkLab.ts';
import { checkRunbooks } from './checkRunbooks.ts';

/** Where a command writes, and what it knows of its surroundings. */
export type Terminal = {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

const usage = `Usage: sitrep COMMAND
  sitrep lab check [FOLDER]        lab.yaml, runbooks and templates of a lab folder
  sitrep lab schema                the JSON Schema of lab.yaml, for the completion of editors
  sitrep runbook check FILE...     runbooks
  sitrep --version
Problems are printed as file:line:column: message, so that editors find them.
The exit status is 0 when all is well, 1 when a file has errors, 2 when the command was not understood.`;

/** Runs one command line and returns its exit status. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  let flags: { readonly help?: boolean | undefined; readonly version?: boolean | undefined };
  let names: readonly string[];
  try {
    const parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } },
    });
    flags = parsed.values;
    names = parsed.positionals;
  } catch (error) {
    return misunderstood(terminal, error instanceof Error ? error.message : String(error));
  }
  if (flags.version === true) {
    terminal.say(findResources(import.meta.dirname).version);
    return 0;
  }
  if (flags.help === true) {
    terminal.say(usage);
    return 0;
  }
  return run(names, terminal);
}

async function run(names: readonly string[], terminal: Terminal): Promise<number> {
  const [noun = '', verb = '', ...rest] = names;
  switch (`${noun} ${verb}`.trim()) {
    case 'lab check':
      if (rest.length > 1) return misunderstood(terminal, 'Name one lab folder at a time.');
      return checkLab(resolve(rest[0] ?? labFolder(terminal)), terminal);
    case 'lab schema':
      terminal.say(JSON.stringify(labJsonSchema(), null, 2));
      return 0;
    case 'runbook check':
      if (rest.length === 0) return misunderstood(terminal, 'Name the runbook to check.');
      return checkRunbooks(rest, terminal);
    case '':
      return misunderstood(terminal, 'Say what to do.');
    default:
      return misunderstood(terminal, `There is no command "${`${noun} ${verb}`.trim()}".`);
  }
}

function labFolder(terminal: Terminal): string {
  return defaultFolders(process.platform, terminal.environment, homedir()).lab;
}

function misunderstood(terminal: Terminal, why: string): number {
  terminal.complain(`${why}\n${usage}`);
  return 2;
}
