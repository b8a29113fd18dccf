import * as fs from 'node:fs';
import path from 'node:path';
import type { LabFile, LabProblem, LabView } from '#shared/lab/labFile.ts';
import { type ParsedLab, parseLabText } from '#shared/lab/parseLabText.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { Clock, Logger } from '../ports/ports.ts';
import { editLab, type LabEdit } from './editLab.ts';
import { hashOf, readIfPresent, replaceFile } from './labFileOnDisk.ts';
import type { LabFolder } from './labFolder.ts';
import { labTemplate } from './labTemplate.ts';
import { watchFile } from './watchFile.ts';

const fileName = 'lab.yaml';
const emptyLab: LabFile = { version: 1, hosts: [], services: [], contacts: [], settings: {} };

type Parts = { readonly folder: string; readonly clock: Clock; readonly logger: Logger };

const missing: LabProblem = {
  file: fileName,
  line: 1,
  column: 1,
  message: 'The file is gone',
  mend: 'Put it back; what was in force before stays in force until Sitrep is started again.',
};

/** Refuses what would leave a broken file behind; the first problem is the reason. */
function acceptable(text: string, code: 'INVALID' | 'CONFLICT'): LabFile {
  const { lab, problems } = parseLabText(text, fileName);
  if (lab !== null) return lab;
  const first = problems[0] ?? missing;
  const place = code === 'INVALID' ? { line: first.line, column: first.column } : {};
  throw new RequestError(code, first.message, first.mend, place);
}

function prepareFolder(folder: string): void {
  for (const name of ['runbooks', 'templates']) fs.mkdirSync(path.join(folder, name), { recursive: true });
  const file = path.join(folder, fileName);
  if (readIfPresent(file) === null) replaceFile(file, labTemplate, null);
}

/** Refuses ids in use and removals that would leave others without what they name, in words of the person's request. */
function checkEdit(lab: LabFile, edit: LabEdit): void {
  const what = edit.list === 'hosts' ? 'host' : 'service';
  const known = new Set(lab[edit.list].map((one) => one.id));
  if (edit.kind === 'add' && known.has(edit.item.id))
    throw new RequestError('CONFLICT', `There is already a ${what} with the id ${edit.item.id}`, 'Choose another id.');
  if (edit.kind === 'add') return;
  if (!known.has(edit.id))
    throw new RequestError(
      'NOT_FOUND',
      `There is no ${what} with the id ${edit.id}`,
      'It may have been removed already.',
    );
  if (edit.kind === 'addChecks') return;
  const services = edit.list === 'hosts' ? lab.services.filter((one) => one.host === edit.id).map((one) => one.id) : [];
  if (services.length > 0)
    throw new RequestError(
      'CONFLICT',
      `${services.join(', ')} ${services.length > 1 ? 'run' : 'runs'} on host ${edit.id}`,
      `Remove ${services.length > 1 ? 'these services' : 'this service'} first.`,
    );
}

/** The lab folder at this path, created where it is missing. Reads once before it returns; `close` ends the watching. */
export function createLabFolder({ folder, clock, logger }: Parts): LabFolder {
  prepareFolder(folder);
  const file = path.join(folder, fileName);
  const listeners = new Set<(view: LabView) => void>();
  let view: LabView = { folder, lab: emptyLab, hash: '', problems: [], templates: { own: [], builtIn: [] } };
  let lastText: string | null = null;

  const tell = (next: LabView) => {
    view = next;
    for (const listener of listeners) listener(view);
  };
  const take = (text: string | null) => {
    lastText = text;
    const parsed: ParsedLab = text === null ? { lab: null, problems: [missing] } : parseLabText(text, fileName);
    if (parsed.lab !== null && text !== null) tell({ ...view, lab: parsed.lab, hash: hashOf(text), problems: [] });
    else tell({ ...view, problems: [...parsed.problems] });
  };
  const look = () => {
    try {
      const text = readIfPresent(file);
      if (text !== lastText) take(text);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      logger.warn('lab.yaml cannot be read', { why: message });
      tell({
        ...view,
        problems: [{ ...missing, message: `The file cannot be read: ${message}`, mend: 'Check its permissions.' }],
      });
      lastText = null;
    }
  };
  const put = (text: string, expected: string | null) => {
    try {
      replaceFile(file, text, expected);
    } finally {
      look();
    }
  };
  const edit = (change: LabEdit) => {
    look();
    if (lastText === null)
      throw new RequestError('INVALID', 'lab.yaml is gone or cannot be read', 'Put it back first.');
    checkEdit(acceptable(lastText, 'INVALID'), change);
    const text = editLab(lastText, change);
    acceptable(text, 'CONFLICT');
    put(text, lastText);
  };
  look();
  const stopWatching = watchFile(file, { clock, logger }, look);
  return {
    view: () => view,
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addHost: (item) => edit({ kind: 'add', list: 'hosts', item }),
    addChecks: (id, checks) => edit({ kind: 'addChecks', list: 'hosts', id, checks }),
    removeHost: (id) => edit({ kind: 'remove', list: 'hosts', id }),
    addService: (item) => edit({ kind: 'add', list: 'services', item }),
    removeService: (id) => edit({ kind: 'remove', list: 'services', id }),
    readText: () => {
      look();
      return { text: lastText ?? '', hash: hashOf(lastText ?? '') };
    },
    writeText: (text, baseHash) => {
      look();
      if (hashOf(lastText ?? '') !== baseHash)
        throw new RequestError(
          'CONFLICT',
          'lab.yaml was changed on disk since you opened it',
          'Load it again, then make your change.',
        );
      acceptable(text, 'INVALID');
      put(text, lastText);
    },
    close: () => {
      listeners.clear();
      stopWatching();
    },
  };
}
