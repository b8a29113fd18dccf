import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { PreflightItem } from '#shared/run/run.ts';
import { cost, fine } from './remedy.ts';

const dependsOn = z.union([
  z.array(z.string()).transform((names) => Object.fromEntries(names.map((name) => [name, {}]))),
  z.record(z.string(), z.looseObject({ restart: z.boolean().optional() })),
]);
const schema = z.looseObject({
  services: z.record(z.string(), z.looseObject({ depends_on: dependsOn.nullish() }).nullable()),
});

/** What `docker compose config` prints, JSON or YAML; null for what is none of it. */
export function readComposeConfig(text: string): z.infer<typeof schema> | null {
  try {
    return schema.safeParse(parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof YAMLParseError) return null;
    throw error;
  }
}

/** Who pays for it when a service restarts. */
export function composeDependents({ services }: z.infer<typeof schema>, service: string): readonly PreflightItem[] {
  const needs = Object.entries(services).flatMap(([name, own]) => {
    const link: { readonly restart?: boolean | undefined } | undefined = own?.depends_on?.[service];
    return link === undefined ? [] : [{ name, isRestarted: link.restart === true }];
  });
  if (needs.length === 0) return [fine('No other service of the stack depends on it')];
  return needs.map(({ name, isRestarted }) =>
    isRestarted ? cost(`${name} restarts too`) : cost(`${name} needs it, and is without it meanwhile`),
  );
}
