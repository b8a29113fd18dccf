/** Scraps that repeated a thousandfold have slowed down readers of Markdown or of shells, this one among them. */
export const pieces = [
  '`a ',
  '> ',
  '[{<',
  '[a](',
  '*a **b ',
  '- ',
  '![',
  '<div><b>',
  '<pre>',
  '$(',
  '{{',
  '| a ',
  '"',
  '\\',
  '# P1 (5 min)\n',
  '- Check `df -h`\n',
  '**P1**: a\n\n',
  'a -> ',
  'a;',
  '```sh\nls\n```\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  'If a, page b. ',
];

/** The same with a number in each, so that no part was read before. */
const numbered: readonly ((number: number) => string)[] = [
  (number) => `- Check \`df -h /srv/${number}\`\n`,
  (number) => `1. **a** *b* ${number}\n`,
  (number) => `## Restart ${number}\n`,
  (number) => `\`\`\`sh\nls /srv/${number}\n\`\`\`\n`,
  (number) => `- P${number % 5} ${number}: ${number} min\n`,
];
const numberedCommands: readonly ((number: number) => string)[] = [
  (number) => `ps | grep ${number} | wc\n`,
  (number) => `a; b; c; ${number}\n`,
  (number) => `<a> <b> <c> ${number}\n`,
  (number) => `echo "$a" '${number}'\n`,
  (number) => `A${number}=1\n`,
];

export type ArtificialText = { readonly name: string; readonly text: string };

/** Texts of so many characters that nobody would write, each of one kind of scrap. */
export function artificialTexts(size: number): ArtificialText[] {
  const line = (piece: string) => piece.repeat(Math.ceil(7_900 / piece.length)).slice(0, 7_900);
  const count = (make: (number: number) => string) => {
    let text = '';
    for (let number = 1; text.length < size; number += 1) text += make(number);
    return text;
  };
  const asCommands = (text: string) => `\`\`\`sh\n${text}\n\`\`\``;
  const named = (make: (number: number) => string, kind: string) => `${JSON.stringify(make(1))} ${kind}`;
  return [
    ...pieces.flatMap((piece) => [
      { name: `${JSON.stringify(piece)} in one line`, text: piece.repeat(Math.ceil(size / piece.length)) },
      { name: `${JSON.stringify(piece)} in long lines`, text: `${line(piece)}\n\n`.repeat(Math.ceil(size / 7_902)) },
      { name: `${JSON.stringify(piece)} as commands`, text: asCommands(piece.repeat(Math.ceil(size / piece.length))) },
    ]),
    ...numbered.map((make) => ({ name: named(make, 'counted on'), text: count(make) })),
    ...numberedCommands.map((make) => ({ name: named(make, 'counted on as commands'), text: asCommands(count(make)) })),
  ];
}
