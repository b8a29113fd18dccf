/** Why a text can be no folder to run commands in, as a sentence; null where it can. */
export function folderProblem(text: string): string | null {
  const folder = text.trim();
  if (folder === '') return 'Name the folder.';
  if (!/^(?:\/|~(?:\/|$))/.test(folder)) return 'Write it from / on, or from ~/ for the home of the user on the host.';
  if (/\p{Cc}/u.test(folder)) return 'Write it without line breaks and other control characters.';
  return folder.length > 4_096 ? 'It is longer than any path may be.' : null;
}
