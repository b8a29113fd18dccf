const plain = /[A-Za-z0-9 _./:=,@%+-]/;
/** csh takes no longer words than about a thousand characters. */
const longestWord = 900;

/**
 * A command that makes any login shell (sh, bash, zsh, fish, csh, tcsh) become a POSIX sh that runs this script.
 * The script travels as octal escapes, because csh rejects newlines and `!` inside quotes and fish reads `\'` there.
 * `$$` of the script is the process that the server started, so its status is the channel's. Throws RangeError for NUL.
 */
export function shStart(script: string): string {
  if (script.includes('\0')) throw new RangeError('A shell script cannot carry a NUL character.');
  const words: string[] = [];
  let word = '';
  for (const byte of new TextEncoder().encode(script)) {
    const character = String.fromCharCode(byte);
    word += plain.test(character) ? character : `\\0${byte.toString(8).padStart(3, '0')}`;
    if (word.length < longestWord) continue;
    words.push(word);
    word = '';
  }
  return `exec sh -c 'eval "$(printf %b "$@")"' sh ${[...words, word].map((part) => `'${part}'`).join(' ')}`;
}
