import path from 'node:path';
import { identifierFrom } from '#shared/lab/identifiers.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { RunbookListItem, RunbookView } from '#shared/rpc/contract.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import type { Clock, Logger } from '../ports/ports.ts';
import { watchMarkdown } from '../storage/watchMarkdown.ts';
import { hashOf, readRunbookFiles, type RunbookFile, writeRunbookFile } from './runbookFiles.ts';
import type { Runbooks } from './runbooks.ts';

type Given = {
  readonly labFolder: string;
  readonly assetsFolder: string;
  /** Keeps the runbooks that incidents opened with. */
  readonly documents: { readonly read: (hash: string) => string | null };
  readonly logger: Logger;
  readonly clock: Clock;
};

type Known = RunbookView & { readonly fileName: string; readonly origin: RunbookListItem['origin'] };

/** Reads the runbooks of both folders and follows changes in the lab folder's. */
export function createRunbooks({ labFolder, assetsFolder, documents, logger, clock }: Given): Runbooks {
  const folder = path.join(labFolder, 'runbooks');
  const builtIn = readRunbookFiles(path.join(assetsFolder, 'runbooks'), logger);
  const listeners = new Set<() => void>();
  const views = createViews();
  let known = readAll();

  function readAll(): ReadonlyMap<string, Known> {
    const all = new Map<string, Known>();
    for (const file of builtIn.values()) all.set(file.id, knownFrom(file, 'builtIn'));
    for (const file of readRunbookFiles(folder, logger).values()) all.set(file.id, knownFrom(file, 'labFolder'));
    return all;
  }

  function knownFrom(file: RunbookFile, origin: Known['origin']): Known {
    return { ...views.of(file), fileName: file.fileName, origin };
  }

  function reload(): void {
    known = readAll();
    for (const listener of Array.from(listeners)) listener();
  }

  const stopWatching = watchMarkdown(folder, { clock, logger }, reload);
  return {
    list: () => [...known.values()].map(listItem).toSorted((a, b) => a.name.localeCompare(b.name)),
    get: (id) => viewOf(known.get(id)),
    byHash: (hash) =>
      viewOf([...known.values()].find((view) => view.hash === hash)) ?? views.kept(hash, documents.read),
    write: (id, text, baseHash) => {
      const current = readRunbookFiles(folder, logger).get(id) ?? builtIn.get(id) ?? null;
      if (current?.hash === hashOf(text)) return;
      if ((current?.hash ?? null) !== baseHash) throw conflict(id, current);
      writeOrRefuse(folder, { id, fileName: current?.fileName ?? `${id}.md` }, text);
      reload();
    },
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

function conflict(id: string, current: RunbookFile | null): RequestError {
  const what =
    current === null ? `The runbook ${id} was removed meanwhile.` : `The runbook ${id} was changed meanwhile.`;
  return new RequestError('CONFLICT', what, 'Load it again and repeat your edit; your text was not saved.');
}

function writeOrRefuse(folder: string, { id, fileName }: Pick<RunbookFile, 'id' | 'fileName'>, text: string): void {
  try {
    writeRunbookFile(folder, fileName, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RequestError(
      'UNAVAILABLE',
      `The runbook ${id} could not be saved: ${why}`,
      `Look at the rights of ${folder} and the free space there.`,
      { cause: error },
    );
  }
}

function viewOf(known: Known | undefined): RunbookView | null {
  return known === undefined ? null : { id: known.id, hash: known.hash, text: known.text, runbook: known.runbook };
}

function listItem({ id, fileName, hash, origin, runbook }: Known): RunbookListItem {
  const problems = runbook.problems.filter((problem) => problem.severity === 'error').length;
  return { id, fileName, name: runbook.name, origin, hash, actions: runbook.actions.length, problems };
}

const mostKept = 50;

/** Reads each text once, however often it is asked for. */
function createViews() {
  const byHash = new Map<string, RunbookView>();
  const remember = (view: RunbookView) => {
    byHash.set(view.hash, view);
    const oldest = byHash.size > mostKept ? byHash.keys().next().value : undefined;
    if (oldest !== undefined) byHash.delete(oldest);
    return view;
  };
  return {
    of: (file: RunbookFile): RunbookView => {
      const runbook = byHash.get(file.hash)?.runbook ?? readRunbook(file.text, { name: file.id });
      return remember({ id: file.id, hash: file.hash, text: file.text, runbook });
    },
    kept: (hash: string, read: (hash: string) => string | null): RunbookView | null => {
      const seen = byHash.get(hash);
      if (seen !== undefined) return seen;
      const text = read(hash);
      if (text === null) return null;
      const runbook = readRunbook(text);
      return remember({ id: identifierFrom(runbook.name), hash, text, runbook });
    },
  };
}
