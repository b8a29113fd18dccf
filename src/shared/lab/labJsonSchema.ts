import { z } from 'zod';
import { labFileSchema } from './labFile.ts';

export type LabJsonSchema = z.core.JSONSchema.JSONSchema;

let made: LabJsonSchema | null = null;

/** The JSON Schema of `lab.yaml` as people write it, for editors; generated from the schema that Sitrep validates with. */
export function labJsonSchema(): LabJsonSchema {
  made ??= { title: 'Sitrep lab.yaml', ...z.toJSONSchema(labFileSchema, { io: 'input' }) };
  return made;
}
