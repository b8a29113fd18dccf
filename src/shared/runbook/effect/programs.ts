import type { Argument } from './argument.ts';
import type { EffectOfWords, Rule } from './options.ts';
import { containerPrograms } from './programs/containers.ts';
import { databasePrograms } from './programs/databases.ts';
import { devicePrograms } from './programs/devices.ts';
import { filePrograms } from './programs/files.ts';
import { findRule } from './programs/find.ts';
import { gitRule } from './programs/git.ts';
import { harmlessPrograms } from './programs/harmless.ts';
import { linkPrograms } from './programs/links.ts';
import { networkPrograms } from './programs/network.ts';
import { nodeRule } from './programs/node.ts';
import { packagePrograms } from './programs/packages.ts';
import { servicePrograms } from './programs/services.ts';
import { shellBuiltins } from './programs/shellBuiltins.ts';
import { storagePrograms } from './programs/storage.ts';
import { systemPrograms } from './programs/system.ts';
import { textPrograms } from './programs/text.ts';
import { wrapperPrograms } from './programs/wrappers.ts';
import { changes, reads, type Verdict } from './verdict.ts';

/** Judges what stands inside the arguments of a program: words of another command, or the text of a script. */
export type Inner = { readonly words: EffectOfWords; readonly script: (text: string) => Verdict };

const programs: Readonly<Record<string, Rule>> = {
  ...harmlessPrograms,
  ...shellBuiltins,
  ...textPrograms,
  ...filePrograms,
  ...systemPrograms,
  ...servicePrograms,
  ...storagePrograms,
  ...devicePrograms,
  ...networkPrograms,
  ...linkPrograms,
  ...packagePrograms,
  ...databasePrograms,
  ...containerPrograms,
  find: findRule,
  git: gitRule,
  node: nodeRule,
};

/** The rule for a program; one that is not known may change anything. */
export function ruleFor(program: string, inner: Inner): Rule {
  if (Object.hasOwn(programs, program)) return programs[program] ?? unknown;
  return wrapperNames.has(program) ? (wrapperPrograms(inner)[program] ?? unknown) : unknown;
}

const wrapperNames: ReadonlySet<string> = new Set(
  Object.keys(wrapperPrograms({ words: () => reads, script: () => reads })),
);

const unknown: Rule = (_args: readonly Argument[], program: string) =>
  changes(
    /[/.]/.test(program)
      ? `what \`${program}\` does is not known`
      : `\`${program}\` is not among the programs that are known to only read`,
  );
