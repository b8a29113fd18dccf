/** What stands in `{#id key=value flag}`; a flag has the value `true`. */
export type Attributes = { readonly id: string | null; readonly values: Readonly<Record<string, string>> };

export const noAttributes: Attributes = { id: null, values: {} };

const braces = /\{((?:[^{}]|\{\{[^{}]*\}\})*)\}\s*$/;
const token = /^(?:#(?<id>[\w.-]+)|(?<key>[\w-]+)=(?:"(?<quoted>[^"]*)"|(?<plain>\S+))|(?<flag>[a-z][\w-]*))$/;

/** Splits attributes off the end of a text; text in braces that is no list of attributes stays where it is. */
export function splitAttributes(text: string): { readonly text: string; readonly attributes: Attributes } {
  const found = braces.exec(text);
  const attributes = found?.[1] === undefined ? null : parseAttributes(found[1]);
  if (found === null || attributes === null) return { text, attributes: noAttributes };
  return { text: text.slice(0, found.index).trimEnd(), attributes };
}

/** Reads `#id key=value key="two words" flag`; null where it is something else, such as `{brief description}`. */
function parseAttributes(content: string): Attributes | null {
  const words = content.match(/[\w-]+="[^"]*"|\S+/g) ?? [];
  if (!words.some((word) => word.startsWith('#') || word.includes('='))) return null;
  let id: string | null = null;
  const values: Record<string, string> = {};
  for (const word of words) {
    const groups = token.exec(word)?.groups;
    if (groups === undefined) return null;
    if (groups['id'] !== undefined) id = groups['id'];
    else if (groups['key'] !== undefined) values[groups['key']] = groups['quoted'] ?? groups['plain'] ?? '';
    else if (groups['flag'] !== undefined) values[groups['flag']] = 'true';
  }
  return { id, values };
}
