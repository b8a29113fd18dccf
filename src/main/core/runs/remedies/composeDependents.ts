import { z } from 'zod';
import type { PreflightItem } from '#shared/run/run.ts';
import { cost, fine } from './remedy.ts';

const dependsOn = z.union([
  z.array(z.string()).transform((names) => Object.fromEntries(names.map((name) => [name, {}]))),
  z.record(z.string(), z.looseObject({ restart: z.boolean().optional() })),
]);
const config = z.looseObject({ services: z.record(z.string(), z.looseObject({ depends_on: dependsOn.optional() })) });

function parsed(text: string): z.infer<typeof config> | null {
  try {
    return config.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Who pays for it when a Compose service restarts, by `docker compose config --format json`. */
export function composeDependents(configText: string, service: string): readonly PreflightItem[] {
  const services = parsed(configText)?.services;
  if (services === undefined) return [cost('Which services depend on it cannot be told')];
  const needs = Object.entries(services).flatMap(([name, { depends_on: needed }]) => {
    const link: { readonly restart?: boolean | undefined } | undefined = needed?.[service];
    return link === undefined ? [] : [{ name, isRestarted: link.restart === true }];
  });
  if (needs.length === 0) return [fine('No other service of the stack depends on it')];
  return needs.map(({ name, isRestarted }) =>
    isRestarted ? cost(`${name} restarts too`) : cost(`${name} needs it, and is without it meanwhile`),
  );
}
