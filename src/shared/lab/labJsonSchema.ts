import { z } from 'zod';
import { isExact, mayBeEmpty } from './emptyLists.ts';
import { labFileSchema } from './labFile.ts';

export type LabJsonSchema = z.core.JSONSchema.JSONSchema;

let made: LabJsonSchema | null = null;

/**
 * The JSON Schema of `lab.yaml` as people write it, for editors; generated from the schema that Sitrep validates with.
 * It is of draft 7, which every editor's YAML support reads, and takes whatever the reader takes.
 */
export function labJsonSchema(): LabJsonSchema {
  made ??= {
    title: 'lab.yaml of Sitrep',
    ...z.toJSONSchema(labFileSchema, {
      io: 'input',
      target: 'draft-7',
      override: ({ jsonSchema, path }) => {
        asTheReader(jsonSchema);
        if (!path.some((part) => typeof part === 'string' && isExact(part))) allowEmpty(jsonSchema);
      },
    }),
  };
  return made;
}

/** Editors differ in what they call an address; our own patterns decide, and the rest is left to the reader. */
function asTheReader(schema: LabJsonSchema): void {
  if (schema.format === 'uri') schema.pattern = String.raw`^\s*[Hh][Tt][Tt][Pp][Ss]?:`;
  delete schema.format;
  delete schema.default;
}

function allowEmpty(schema: LabJsonSchema): void {
  for (const [key, member] of Object.entries(schema.properties ?? {})) {
    if (typeof member === 'boolean' || !mayBeEmpty(key)) continue;
    if (member.type === 'array' || member.type === 'object') Object.assign(member, { type: [member.type, 'null'] });
  }
}
