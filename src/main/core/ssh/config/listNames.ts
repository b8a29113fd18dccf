import { parseConfigLine } from './configLine.ts';
import { readConfigText } from './readConfigText.ts';

/** The names that a configuration's Host lines give, Includes followed, patterns and negations left out, each once. */
export async function listNames(configFile: string): Promise<readonly string[]> {
  const text = await readConfigText(configFile);
  const names = text.split('\n').flatMap((line) => {
    const parsed = parseConfigLine(line);
    return parsed?.keyword === 'host' ? parsed.words : [];
  });
  return [...new Set(names)].filter((name) => name !== '' && !/[*?!]/.test(name));
}
