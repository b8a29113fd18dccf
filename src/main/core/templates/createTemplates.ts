import path from 'node:path';
import { identifierSchema } from '#shared/lab/identifiers.ts';
import type { LabProblem, LabTemplates } from '#shared/lab/labFile.ts';
import { readTemplateFile, type TemplateFile } from '#shared/message/readTemplateFile.ts';
import type { MessageTemplate } from '#shared/runbook/runbook.ts';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import { readMarkdownFiles } from '../storage/markdownFiles.ts';
import { watchMarkdown } from '../storage/watchMarkdown.ts';

type Parts = {
  readonly labFolder: string;
  readonly assetsFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Message templates in files: the person's own, followed as they change, and those that come with Sitrep. */
export type Templates = {
  readonly view: () => LabTemplates;
  /** Mistakes in the person's files; a template that was valid before stays as it was. */
  readonly problems: () => readonly LabProblem[];
  readonly onChanged: (listener: () => void) => Stop;
  readonly close: () => void;
};

/** Reads `templates/*.md` of both folders and follows changes in the lab folder's. */
export function createTemplates({ labFolder, assetsFolder, clock, logger }: Parts): Templates {
  const folder = path.join(labFolder, 'templates');
  const builtIn = [...filesOf(path.join(assetsFolder, 'templates'), logger).values()].flatMap(templateOf);
  const listeners = new Set<() => void>();
  let own = new Map<string, MessageTemplate>();
  let problems: readonly LabProblem[] = [];

  function reload(): void {
    const files = filesOf(folder, logger);
    const before = own;
    own = new Map(
      [...files].flatMap(([id, file]) => {
        const template = file.kind === 'template' ? file.template : before.get(id);
        return template === undefined ? [] : [[id, template] as const];
      }),
    );
    problems = [...files.values()].flatMap((file) => (file.kind === 'broken' ? file.problems : []));
  }

  reload();
  const stopWatching = watchMarkdown(folder, { clock, logger }, () => {
    reload();
    for (const listener of Array.from(listeners)) listener();
  });
  return {
    view: () => ({ own: [...own.values()], builtIn }),
    problems: () => problems,
    onChanged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      stopWatching();
      listeners.clear();
    },
  };
}

function templateOf(file: TemplateFile): MessageTemplate[] {
  return file.kind === 'template' ? [file.template] : [];
}

/** Every file of a folder by its name without `.md`, also those whose name is none that a template can have. */
function filesOf(folder: string, logger: Logger): Map<string, TemplateFile> {
  return new Map(
    readMarkdownFiles(folder, logger).map(({ name, text }) => {
      const id = name.slice(0, -'.md'.length);
      const file = `templates/${name}`;
      if (identifierSchema.safeParse(id).success) return [id, readTemplateFile(text, id, file)] as const;
      const problem = {
        file,
        line: 1,
        column: 1,
        message: 'The name of the file cannot be that of a template',
        mend: 'Use a-z 0-9 . _ - and end it in .md.',
      };
      return [id, { kind: 'broken', problems: [problem] } satisfies TemplateFile] as const;
    }),
  );
}
