import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { labJsonSchema } from '#shared/lab/labJsonSchema.ts';
import { parseJson } from '#shared/parseJson.ts';
import type { Logger } from '../ports/ports.ts';
import { readIfPresent, replaceFile } from './labFileOnDisk.ts';

/** Stands beside `lab.yaml`, which names it in its first line. */
export const schemaFileName = 'lab.schema.json';

/** The signature: who wrote it, and a hash of the rest by which a person's changes are told from ours. */
const signature = /^Written by Sitrep ([^\s;]+); replaced by newer ones unless changed\. ([0-9a-f]{64})$/;

const hashOf = (schema: object): string => createHash('sha256').update(JSON.stringify(schema)).digest('hex');

/** The JSON Schema of `lab.yaml` as a file of this version of Sitrep. */
export function schemaFileText(version: string): string {
  const schema = labJsonSchema();
  const $comment = `Written by Sitrep ${version}; replaced by newer ones unless changed. ${hashOf(schema)}`;
  return `${JSON.stringify({ $comment, ...schema }, null, 1)}\n`;
}

/**
 * Keeps the schema file of a lab folder that of this version. One that a person changed, or that a newer Sitrep wrote
 * (a lab folder may be shared through git), is left alone. Failing to write it is logged and does no harm.
 */
export function keepSchemaFile(parts: {
  readonly folder: string;
  readonly version: string;
  readonly logger: Logger;
}): void {
  const { folder, version, logger } = parts;
  const file = path.join(folder, schemaFileName);
  try {
    const present = readIfPresent(file);
    if (present !== null && !isToReplace(present, version)) return;
    replaceFile(file, schemaFileText(version), present);
  } catch (error) {
    logger.warn('the schema of lab.yaml could not be kept up to date', { file, error: String(error) });
  }
}

function isToReplace(text: string, version: string): boolean {
  const written = signed(text);
  if (written === null || compareVersions(written.version, version) > 0) return false;
  return written.version !== version || written.hash !== hashOf(labJsonSchema());
}

/** Who wrote it, and of what; null where a person did, or changed it. */
function signed(text: string): { readonly version: string; readonly hash: string } | null {
  const parsed = z.looseObject({ $comment: z.string() }).safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { $comment, ...schema } = parsed.data;
  const [, version, hash] = signature.exec($comment) ?? [];
  return version !== undefined && hash !== undefined && hash === hashOf(schema) ? { version, hash } : null;
}

/** Below zero where `one` is the older; what follows the numbers (`-beta.1`) does not count. */
function compareVersions(one: string, other: string): number {
  const numbers = (version: string) => (/^[\d.]*/.exec(version)?.[0] ?? '').split('.').map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  const differing = left.findIndex((number, index) => number !== (right[index] ?? 0));
  return differing === -1 ? 0 : (left[differing] ?? 0) - (right[differing] ?? 0);
}
