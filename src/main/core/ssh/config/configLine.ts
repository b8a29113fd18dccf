import { LineType, parse, type SSHConfig } from 'ssh-config';

/** One line of an ssh configuration: the keyword in lower case, what stands behind it, and its words. */
export type ConfigLine = { readonly keyword: string; readonly value: string; readonly words: readonly string[] };

/**
 * Null for an empty line, a comment, and a line that is no configuration. `KEYWORD value`, `KEYWORD=value` and quoted
 * words are read as ssh reads them.
 */
export function parseConfigLine(line: string): ConfigLine | null {
  const [node] = parsedSafely(line.replace(/\r$/, ''));
  if (node?.type !== LineType.DIRECTIVE) return null;
  const keyword = node.param.toLowerCase();
  if (typeof node.value !== 'string')
    return {
      keyword,
      value: node.value.map(({ val, quoted }) => (quoted === true ? `"${val}"` : val)).join(' '),
      words: node.value.map(({ val }) => val),
    };
  const isOneWord = node.quoted === true;
  return {
    keyword,
    value: isOneWord ? `"${node.value}"` : node.value,
    words: isOneWord ? [node.value] : node.value.split(/\s+/).filter((word) => word !== ''),
  };
}

/** A quote without its other half is an error of the parser. */
function parsedSafely(line: string): readonly SSHConfig[number][] {
  try {
    return parse(line);
  } catch {
    return [];
  }
}
