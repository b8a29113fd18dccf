import { bashOnly } from '#shared/runbook/shell/bashOnly.ts';
import { quote } from './quote.ts';

/** Why a command of which `bashOnly` tells something cannot run by another shell. */
export function needsBash(command: string): string {
  return `Only bash understands ${bashOnly(command) ?? 'this command'}`;
}

/** Text for `sh` that runs a command as its author wrote it, by bash where only bash understands it. */
export function inItsShell(command: string): string {
  return bashOnly(command) === null ? command : `exec bash -c ${quote(command)}`;
}
