import type { YAMLError } from 'yaml';

export type YamlWords = { readonly message?: string; readonly mend: string };

/** What the parser's errors mean for somebody who wrote a file by hand. */
const byCode: Readonly<Record<string, YamlWords>> = {
  DUPLICATE_KEY: { mend: 'Keep one of the two, or merge them.' },
  TAB_AS_INDENT: { mend: 'Indent with spaces: YAML knows no tabs.' },
  BAD_DQ_ESCAPE: { mend: 'Use single quotes: in double quotes a backslash begins an escape.' },
  BLOCK_AS_IMPLICIT_KEY: {
    mend: 'Put the value in quotes if it holds a colon; begin the line where the one above begins if it stands beside it.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'This is no name with a value',
    mend: 'Write `name: value`, with a colon and a blank.',
  },
  BAD_SCALAR_START: { mend: 'Put the value in quotes: it begins with a sign that means something in YAML.' },
  RESOURCE_EXHAUSTION: {
    message: 'Lists lie in lists too deeply',
    mend: 'Remove brackets, or write the list in lines.',
  },
};
const otherwise: YamlWords = { mend: 'Look at this line and the one above: indentation, colons, quotes and brackets.' };

/** How to say an error of the YAML parser, and how to mend it; without a message the parser's own says it. */
export function yamlWords({ code }: Pick<YAMLError, 'code'>): YamlWords {
  return byCode[code] ?? otherwise;
}
