/** `<pod-name>`, `[service-name]` and `{namespace}` as whole parts of a word; `{{x}}` and find's `{}` are none. */
const angle = /<(?<name>\p{L}[\p{L}\p{N} _.|/-]{0,60}?)>/gu;
const square = /(?<=^|[\s=/:"'])\[(?<name>\p{L}[\p{L}\p{N} _-]{2,60})\](?=$|[\s/:"',])/gu;
const curly = /(?<![{$%\\\w])\{(?<name>[\p{L}_][\p{L}\p{N} _-]{1,60})\}(?!\})/gu;
const capitals = /(?<![\w$`{-])(?<name>(?:YOUR|MY)[_-][A-Z0-9_-]+|(?:your|my)-[a-z0-9-]+)(?![\w])/gu;

/** Names in a command that a person must fill in, declared or not; `{{variables}}` are not among them. */
export function commandPlaceholders(command: string): string[] {
  if (!/[<[{]|your|my/i.test(command)) return [];
  const names = [angle, square, curly, capitals].flatMap((form) =>
    [...command.matchAll(form)].flatMap((match) =>
      isRedirection(command, match) ? [] : [match.groups?.['name'] ?? ''],
    ),
  );
  return [...new Set(names)];
}

/** `sort <input >output` has blanks that a placeholder has not. */
function isRedirection(command: string, match: RegExpExecArray): boolean {
  return (
    match[0].startsWith('<') &&
    /\s$/.test(match.groups?.['name'] ?? '') &&
    /^\s*\S/.test(command.slice(match.index + match[0].length))
  );
}

/** The command with its placeholders replaced by words of the same length that a shell takes for plain text. */
export function withPlainPlaceholders(command: string): string {
  if (!/[<[{]/.test(command)) return command;
  const plain = (text: string) => text.replaceAll(/[^\w.\n-]/gu, '_');
  return command
    .replaceAll(angle, (text: string) => plain(text))
    .replaceAll(square, (text: string) => plain(text))
    .replaceAll(curly, (text: string) => plain(text));
}
