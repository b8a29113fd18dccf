import type { z } from 'zod';
import { knownKeys } from './knownKeys.ts';
import { nearestWord } from './nearestWord.ts';

/** What is wrong, in words, and what to write instead. `key` is set where a key itself is the mistake. */
export type IssueText = { readonly message: string; readonly mend: string; readonly key: string | null };

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};
const nameOf = (type: string) => typeNames[type] ?? type;

function typeOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return nameOf(typeof value);
}

const list = (words: readonly unknown[]) => words.map((word) => `\`${String(word)}\``).join(', ');

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path)
    value = typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
  return value;
}

const nameAt = (path: readonly PropertyKey[]) => {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  return typeof last === 'number'
    ? `entry ${String(last + 1)} of \`${String(path.at(-2) ?? '')}\``
    : `\`${String(last)}\``;
};

function unknownKey(raw: unknown, path: readonly PropertyKey[], key: string): IssueText {
  const known = knownKeys(raw, path);
  const nearest = nearestWord(key, known);
  const place = path.length === 0 ? 'lab.yaml' : nameAt(path);
  return {
    message: `\`${key}\` is not a key of ${place}`,
    mend: nearest === null ? `Remove it, or use one of ${list(known)}.` : `Did you mean \`${nearest}\`?`,
    key,
  };
}

function wrongType(name: string, expected: string, value: unknown): IssueText {
  if (value === undefined)
    return { message: `${name} is missing`, mend: `Add ${name}: it must be ${nameOf(expected)}.`, key: null };
  const isNumberAsText = expected === 'number' || expected === 'int';
  if (name === 'the file') {
    const mend = 'Write `version: 1`, then hosts and services.';
    return { message: `the file must be ${nameOf(expected)}, but is ${typeOf(value)}`, mend, key: null };
  }
  const mend =
    expected === 'string'
      ? 'Put the value in quotes.'
      : isNumberAsText && typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)
        ? 'Write the number without quotes.'
        : `Write ${nameOf(expected)} here.`;
  return { message: `${name} must be ${nameOf(expected)}, but is ${typeOf(value)}`, mend, key: null };
}

const shown = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : typeOf(value);

function wrongChoice(name: string, options: readonly unknown[], value: unknown): IssueText {
  const nearest = typeof value === 'string' ? nearestWord(value, options.map(String)) : null;
  const choices = options.length === 1 ? list(options) : `one of ${list(options)}`;
  // A number in quotes looks like the right one.
  if (typeof value === 'string' && options.some((option) => typeof option === 'number' && String(option) === value)) {
    return { message: `${name} must be a number, but is text`, mend: 'Write the number without quotes.', key: null };
  }
  return {
    message: value === undefined ? `${name} is missing` : `${name} cannot be ${shown(value)}`,
    mend: nearest === null ? `Use ${choices}.` : `Did you mean \`${nearest}\`?`,
    key: null,
  };
}

const formats: Readonly<Record<string, readonly [string, string]>> = {
  url: ['is not a web address', 'Write a whole address such as https://grafana.lan/.'],
  email: ['is not an e-mail address', 'Write an address such as me@example.org.'],
};

/** Says in plain words what one issue of the schema means for the text that was read. */
export function describeIssue(issue: z.core.$ZodIssue, raw: unknown): readonly IssueText[] {
  const name = nameAt(issue.path);
  const value = valueAt(raw, issue.path);
  const one = (message: string, mend: string): readonly IssueText[] => [{ message, mend, key: null }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(raw, issue.path, key));
    case 'invalid_type':
      return [wrongType(name, issue.expected, value)];
    case 'invalid_value':
      return [wrongChoice(name, issue.values, value)];
    case 'invalid_union': {
      if ('options' in issue && Array.isArray(issue.options)) return [wrongChoice(name, issue.options, value)];
      return one(`${name} cannot be ${typeOf(value)}`, 'Write text or a number.');
    }
    case 'too_big':
      return one(`${name} is too large`, `It may be at most ${String(issue.maximum)}.`);
    case 'too_small': {
      if (issue.origin === 'array') return one(`${name} is empty`, 'Add an entry, or remove the key.');
      if (issue.origin === 'string') return one(`${name} is empty`, 'Write a value, or remove the key.');
      return one(
        `${name} is too small`,
        `It must be ${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}.`,
      );
    }
    case 'invalid_format': {
      const [message, mend] = formats[issue.format] ?? [issue.message, 'Change it so that it fits.'];
      return one(`${name} ${message}`, mend);
    }
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      break;
  }
  return one(`${name}: ${issue.message}`, 'Change it so that it fits.');
}
