import { readSections } from './blocks.ts';

/** A program that the unit starts: what its first bytes say it is. */
export type Program = {
  readonly path: string;
  /** The `#!` line without its marks, with `^M` where the line ends as on Windows; null where it is none. */
  readonly interpreter: string | null;
  readonly hasInterpreter: boolean;
  /** The machine that it was built for, where it is a binary of Linux. */
  readonly machine: string | null;
  readonly isEmpty: boolean;
};

/** Machines of ELF by their number, in the words of `uname -m`. */
const machines: Readonly<Record<string, string>> = {
  '03': 'i686',
  '3e': 'x86_64',
  '28': 'arm',
  b7: 'aarch64',
  f3: 'riscv64',
};

/** What `uname -m` says, and each program. */
export function readPrograms(output: string): { readonly machine: string; readonly programs: readonly Program[] } {
  const sections = readSections(output);
  const programs = [...sections].flatMap(([path, text]): readonly Program[] => {
    if (!path.startsWith('/')) return [];
    const [first = ''] = text.split('\n');
    const bytes = /^bytes +([0-9a-f ]*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? null;
    if (bytes === null) return [];
    const isElf = bytes.slice(0, 4).join('') === '7f454c46';
    return [
      {
        path,
        interpreter: /^#! *(.*)$/.exec(first)?.[1] ?? null,
        hasInterpreter: text.includes('\ninterpreter is there'),
        machine: isElf ? (machines[bytes[18] ?? ''] ?? `with the number 0x${bytes[18] ?? ''}`) : null,
        isEmpty: bytes.join('') === '',
      },
    ];
  });
  return { machine: (sections.get('') ?? '').trim(), programs };
}
