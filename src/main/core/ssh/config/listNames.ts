import { readConfigText } from './readConfigText.ts';

/** The names that a configuration's Host lines give, Includes followed, patterns and negations left out, each once. */
export async function listNames(configFile: string): Promise<readonly string[]> {
  const text = await readConfigText(configFile);
  const names = text.split('\n').flatMap((line) => {
    const words = /^\s*host(?:\s+|\s*=\s*)(.+)$/i.exec(line)?.[1];
    if (words === undefined) return [];
    const uncommented = words.replace(/\s#.*$/, '');
    return (uncommented.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  });
  return [...new Set(names)].filter((name) => name !== '' && !/[*?!]/.test(name));
}
