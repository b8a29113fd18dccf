/** What the shim says on stderr when sudo does not take the password. */
export const passwordRefused = 'sitrep: sudo refused the password that is stored for this host';

/**
 * Sh text in front of a command: takes the password from standard input into a variable that no child sees, and puts a
 * function before `sudo`. The password only ever goes to `sudo -v`, which runs nothing, so that no command can read it;
 * then `sudo -n` runs what follows, exactly as it was shown. Without a terminal sudo remembers by the parent process,
 * so each shell asks for itself, and the last word keeps a shell from becoming sudo, which would be another parent.
 */
export const sudoShim = `IFS= read -r sitrep_password; exec </dev/null
sudo() {
  if ! command sudo -n -v 2>/dev/null; then
    [ -z "$sitrep_refused" ] && printf '%s\\n' "$sitrep_password" | command sudo -S -p '' -v 2>/dev/null || { sitrep_refused=1; echo '${passwordRefused}' >&2; return 1; }
  fi
  [ "$1" != -n ] || shift
  command sudo -n "$@"
  return $?
}
`;

/** sudo's own words where it refuses to work without a terminal. */
export const needsTerminal = /must have a tty|no tty present/;

/** Whether a command, or a script of ours, calls sudo. */
export const callsSudo = (command: string): boolean => /(?:^|[\s;&|({`!])sudo\s/.test(command);
