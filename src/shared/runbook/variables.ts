import type { Runbook } from './runbook.ts';

type Variables = Runbook['variables'];
type Values = Readonly<Record<string, string>>;

/** A text with its variables filled in, or every reason why that was refused. */
export type Filled =
  | { readonly kind: 'filled'; readonly text: string }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

const variable = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/g;
/** What a value may be when the runbook declares no pattern: nothing that a shell takes for more than a word. */
const plainValue = '[\\w@%+=:,./-]+';

/** Every `{{name}}` of a text, declared or not. */
export function bracedNamesIn(text: string): string[] {
  return [...text.matchAll(variable)].map(([, name = '']) => name);
}

/** Names of declared variables that a text uses, each once; other text in double braces is left alone. */
export function variablesIn(text: string, declared: Variables): string[] {
  if (!text.includes('{{')) return [];
  return [
    ...new Set([...text.matchAll(variable)].flatMap(([, name = '']) => (Object.hasOwn(declared, name) ? [name] : []))),
  ];
}

/** The text as it reads with the defaults of its variables, for judging it; never for running it. */
export function withDefaults(text: string, declared: Variables): string {
  return withValues(text, {}, declared);
}

/** The text as a person reads it, with the values that are known; never for running it. */
export function withValues(text: string, given: Values, declared: Variables): string {
  if (!text.includes('{{')) return text;
  const values = variableValues(declared, given);
  return text.replaceAll(variable, (written: string, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? written) : written,
  );
}

/** Values for all declared variables: the given ones, and defaults for the rest. */
export function variableValues(declared: Variables, given: Values): Values {
  const defaults = Object.entries(declared).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const own = Object.entries(given).filter(([name]) => Object.hasOwn(declared, name));
  return Object.fromEntries([...defaults, ...own]);
}

/**
 * Fills `{{name}}` of declared variables into a command line. Each value must match the pattern of its variable as a
 * whole, may not begin with a hyphen (it would be read as an option) and is quoted where a shell would take it apart.
 */
export function fillVariables(command: string, values: Values, declared: Variables): Filled {
  return fill(command, values, declared, quotedAt);
}

/** The same for text that no shell reads, such as the address of a check. */
export function fillText(text: string, values: Values, declared: Variables): Filled {
  return fill(text, values, declared, (value) => value);
}

type Insert = (value: string, before: string) => string | null;

function fill(text: string, given: Values, declared: Variables, insert: Insert): Filled {
  if (!text.includes('{{')) return { kind: 'filled', text };
  const values = variableValues(declared, given);
  const reasons: string[] = [];
  const filled = text.replaceAll(variable, (written: string, name: string, at: number) => {
    if (!Object.hasOwn(declared, name)) return written;
    const reason = refusalOf(name, values[name], declared[name]?.pattern);
    const inserted = reason === null ? insert(values[name] ?? '', text.slice(0, at)) : null;
    if (reason !== null) reasons.push(reason);
    else if (inserted === null)
      reasons.push(`The value of ${name} cannot stand inside quotes: use letters, digits and . _ / - only.`);
    return inserted ?? written;
  });
  return reasons.length === 0 ? { kind: 'filled', text: filled } : { kind: 'refused', reasons: [...new Set(reasons)] };
}

/** Why a value may not be used; null when it may. */
export function refusalOf(name: string, value: string | undefined, pattern: string | undefined): string | null {
  if (value === undefined || value === '')
    return `${name} has no value: give one to the service in lab.yaml, or a default in the runbook.`;
  if (/\p{Cc}/u.test(value)) return `The value of ${name} has a line break or control character in it.`;
  if (value.startsWith('-')) return `The value of ${name} begins with a hyphen and would be read as an option.`;
  if (matchesWhole(value, pattern ?? plainValue)) return null;
  return `The value of ${name}, "${value}", does not match ${pattern === undefined ? 'what a plain word may be' : `its pattern ${pattern}`}.`;
}

function matchesWhole(value: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The value as it may stand after the text before it; null where quotes are open and the value needs its own. */
function quotedAt(value: string, before: string): string | null {
  if (/^[\w@%+=:,./-]+$/.test(value)) return value;
  const bare = before.replaceAll(/\\./g, '');
  const isOpen = (bare.match(/'/g)?.length ?? 0) % 2 === 1 || (bare.match(/"/g)?.length ?? 0) % 2 === 1;
  return isOpen ? null : `'${value.replaceAll("'", `'\\''`)}'`;
}
