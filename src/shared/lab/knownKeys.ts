import { labJsonSchema, type LabJsonSchema } from './labJsonSchema.ts';

type Path = readonly PropertyKey[];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSchema = (value: unknown): value is LabJsonSchema => isRecord(value);

/** What a schema stands for: parts that are used often stand under `definitions`. */
function resolved(schema: LabJsonSchema): LabJsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  const { definitions } = labJsonSchema();
  const named = name !== undefined && isRecord(definitions) ? definitions[name] : undefined;
  return isSchema(named) ? named : schema;
}

/** Of a choice of objects, those whose fixed members (`kind: http`) agree with what was written. */
function fitting(written: LabJsonSchema, value: unknown): readonly LabJsonSchema[] {
  const schema = resolved(written);
  const options = (schema.oneOf ?? schema.anyOf ?? []).filter(isSchema);
  if (options.length === 0) return [schema];
  const agrees = (option: LabJsonSchema) =>
    Object.entries(option.properties ?? {}).every(([key, member]) => {
      if (!isSchema(member) || !isRecord(value) || value[key] === undefined) return true;
      if (member.const !== undefined) return member.const === value[key];
      return member.enum === undefined || key !== 'transport' || member.enum.some((one) => one === value[key]);
    });
  return options.filter(agrees).flatMap((option) => fitting(option, value));
}

function below(schemas: readonly LabJsonSchema[], key: PropertyKey): readonly LabJsonSchema[] {
  const found = schemas.map((schema) =>
    typeof key === 'number' ? schema.items : (schema.properties?.[String(key)] ?? schema.additionalProperties),
  );
  return found.filter(isSchema);
}

/** The keys that `lab.yaml` may have in the mapping at this path, given what the text already says there. */
export function knownKeys(raw: unknown, path: Path): readonly string[] {
  let value = raw;
  let schemas = fitting(labJsonSchema(), value);
  for (const key of path) {
    value = isRecord(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined;
    schemas = below(schemas, key).flatMap((schema) => fitting(schema, value));
  }
  return [...new Set(schemas.flatMap((schema) => Object.keys(schema.properties ?? {})))];
}
