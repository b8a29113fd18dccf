import { quote } from './quote.ts';

/** Longest batch in bytes; Linux takes 128 KiB as one argument. */
export const longestBatchBytes = 96 * 1024;

/** Words without anything that a shell would act on, and quoted ones; each shell reads them as one simple command. */
const plainCommand = /^[\w./-]+(?: (?:[\w./:=,@%+-]|'[^'\n]*'|"[^"$`\\!\n]*")+)*$/;
const reservedWord =
  /^(?:if|then|else|elif|fi|do|done|case|esac|while|until|for|in|select|function|time|coproc|repeat|namespace)(?: |$)/;

/** Whether a script is one simple command beyond doubt, which needs no second reading by `eval`. */
export function isPlainCommand(script: string): boolean {
  return plainCommand.test(script) && !reservedWord.test(script);
}

/**
 * The text of one check inside a batch: a subshell of its own without our marker; its input is empty. One line. A plain
 * command stands there as it is, so that the subshell becomes the program instead of starting it.
 */
export function batchPart(script: string): string {
  const text = isPlainCommand(script) ? script : `eval ${quote(`${script}\n`).replaceAll('\n', `'"$__n"'`)}`;
  return `(unset __k;${text});__e;`;
}

/** Background jobs may write after their check has ended, so a check that may start some gets a batch of its own. */
export function mayLeaveJobs(script: string): boolean {
  return /&/.test(script.replaceAll(/&&|[<>]&|&>/g, ''));
}
