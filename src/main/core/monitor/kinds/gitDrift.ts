import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type GitDriftCheck = Extract<CheckDefinition, { kind: 'git-drift' }>;

/** Whether a checkout is at the newest commit of its branch on the remote. Reads only; nothing is fetched. */
export function askGitDrift(check: GitDriftCheck): Ask {
  const remote = quote(check.remote ?? 'origin');
  const branch =
    check.branch === undefined
      ? `b=$(git symbolic-ref -q --short HEAD) || { echo "no branch is checked out; name one in the check" >&2; exit 2; }`
      : `b=${quote(check.branch)}`;
  // Nobody is there to answer a question for a password.
  const script = `command -v git >/dev/null 2>&1 || exit 127
cd -- ${quote(check.path)} || exit 2
GIT_TERMINAL_PROMPT=0; GIT_ASKPASS=true; GIT_SSH_COMMAND='ssh -o BatchMode=yes'; export GIT_TERMINAL_PROMPT GIT_ASKPASS GIT_SSH_COMMAND
h=$(git rev-parse HEAD) || exit 2
${branch}
r=$(git ls-remote --exit-code -- ${remote} "refs/heads/$b") || { s=$?; printf '%s is not to be had from %s (git ls-remote ended with %s)\\n' "$b" ${remote} "$s" >&2; exit 3; }
printf '%s %s %s\\n' "$h" "\${r%%[!0-9a-f]*}" "$b"`;
  return { where: 'host', script, read: (answer) => readGitDrift(check, answer) };
}

function readGitDrift(check: GitDriftCheck, answer: Answer): Reading {
  if (answer.exitCode === 127) return unknownReading('git is not installed on this host');
  const [, deployed, newest, branch] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (\S+)$/m.exec(answer.stdout) ?? [];
  if (deployed === undefined || newest === undefined || branch === undefined) return unreadable(check, answer.stderr);
  const isCurrent = deployed === newest;
  const remote = `${check.remote ?? 'origin'}/${branch}`;
  return {
    outcome: isCurrent ? 'ok' : 'warning',
    text: isCurrent
      ? `${check.path} is at ${deployed.slice(0, 7)}, the newest of ${remote}`
      : `${check.path} is at ${deployed.slice(0, 7)}, but ${remote} is at ${newest.slice(0, 7)}`,
    values: [{ name: 'drift', value: isCurrent ? 0 : 1, unit: '' }],
  };
}

function unreadable(check: GitDriftCheck, stderr: string): Reading {
  if (/dubious ownership/.test(stderr)) {
    return unknownReading(
      `git refuses to read ${check.path}, which belongs to somebody else; on the host run: git config --global --add safe.directory ${check.path}`,
    );
  }
  return unknownReading(`the commit of ${check.path} cannot be compared: ${firstLine(stderr) || 'no answer from git'}`);
}
