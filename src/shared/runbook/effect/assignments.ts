import type { Assignment } from 'unbash';
import { wordArgument } from './argument.ts';
import { changes, reads, type Verdict } from './verdict.ts';

/** Variables that only choose language, zone, colours or width of what a program prints. */
export const harmlessEnvironment =
  /^(?:LC_[A-Z]+|LANG|LANGUAGE|TZ|COLUMNS|LINES|NO_COLOR|TERM|SYSTEMD_COLORS|SYSTEMD_PAGERSECURE|PGPASSWORD|PGUSER|PGHOST|PGDATABASE|GIT_OPTIONAL_LOCKS|BLOCKSIZE|BLOCK_SIZE)$/;
/** Variables that programs or the shell itself act upon. */
const powerful =
  /^(?:PATH|IFS|ENV|BASH\w*|SHELL\w*|HOME|CDPATH|PS\d|PROMPT_COMMAND|LD_\w+|DYLD_\w+|GCONV_PATH|MALLOC_\w+|GIT_\w+|\w*PAGER\w*|\w*EDITOR|VISUAL|BROWSER|LESS\w*|MORE|PYTHON\w*|PERL\w*|RUBY\w*|NODE\w*|JAVA\w*|_JAVA\w*|AWK\w*|XDG_\w+|SYSTEMD_\w+|DOCKER_\w+|KUBECONFIG|KUBE\w+|CURL\w*|\w*(?:OPTS|OPTIONS|FLAGS)|TMP|TMPDIR|TEMP|FUNCNEST|OPTIND|HIST\w*|MAIL\w*|TAR_\w+|GZIP|XZ_\w+|ZSTD\w*|GREP_\w+|JQ\w*|SSH_\w+|POSIXLY_CORRECT|NLSPATH|LOCPATH|TERMINFO\w*|TERMCAP|RES_OPTIONS|HOSTALIASES|LOCALDOMAIN|RESOLV\w*|WATCH\w*|NETRC|\w*_proxy|\w*_PROXY)$/;

/** Whether a loop or assignment may set this name without changing what programs do. */
export function isHarmlessName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && (harmlessEnvironment.test(name) || !powerful.test(name));
}

/** `isAlone`: the assignment is all of the command, and so the variable is only the shell's unless it was exported. */
export function assignmentVerdict(assignment: Assignment, isAlone: boolean): Verdict {
  const { name } = assignment;
  if (/^(?:SYSTEMD_PAGER|PAGER|GIT_PAGER)$/.test(name))
    return isNoPager(assignment) ? reads : changes(`\`${name}\` names a program`);
  if (harmlessEnvironment.test(name)) return reads;
  return isAlone && isHarmlessName(name) ? reads : changes(`setting \`${name}\` may change what programs do`);
}

function isNoPager({ value }: Assignment): boolean {
  return !('elements' in value) && ['', 'cat'].includes(wordArgument(value).value ?? '-');
}
