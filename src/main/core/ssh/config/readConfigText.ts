import { deepestInclude, includedFiles, readConfigFile } from './configFiles.ts';
import { parseConfigLine } from './configLine.ts';

/** The text of a configuration file with what its Include lines name in their place; a missing file is empty. */
export async function readConfigText(file: string, depth = 0): Promise<string> {
  const text = await readConfigFile(file);
  const lines = await Promise.all(
    text.split('\n').map(async (line) => {
      const parsed = parseConfigLine(line);
      if (parsed?.keyword !== 'include') return line;
      if (depth >= deepestInclude) return '';
      const texts: string[] = [];
      for (const included of await includedFiles(parsed.words)) texts.push(await readConfigText(included, depth + 1));
      return texts.join('\n');
    }),
  );
  return lines.join('\n');
}
