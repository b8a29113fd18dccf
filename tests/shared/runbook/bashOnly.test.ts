import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bashOnly } from '#shared/runbook/shell/bashOnly.ts';

const onlyBash = [
  '[[ a == a ]] && echo yes',
  'if [[ 2 > 1 ]]; then echo $(echo -e "x"); fi',
  '(( 3 > 2 )) && echo yes',
  'for ((i = 0; i < 3; i++)); do echo $i; done',
  'cat <(echo a)',
  'echo "$(cat <(echo a))"',
  'echo {a,b}',
  'echo {1..3}',
  "echo $'a\\tb'",
  'cat <<< a',
  'ls -d / &> /dev/null && echo yes',
  'ls /none |& cat',
  'a=(1 2); echo ${a[1]}',
  'a=x; a+=y; echo $a',
  'a=abc; echo ${a:0:2}',
  'a=abc; echo ${a/b/x}',
  'a=abc; echo ${a^^}',
  'b=a; a=1; echo ${!b}',
  'function f { echo hi; }; f',
  '[ a == a ] && echo yes',
  'echo -e "a\\nb"',
  'set -o pipefail; false | true; echo $?',
  'echo $UID ${HOSTNAME}',
  'printf -v x a; echo $x',
  'type -t ls',
  'shopt -s nullglob; echo *none',
  'let x=1+1; echo $x',
  'case a in a) echo 1;& b) echo 2;; esac',
  'pushd / >/dev/null; pwd',
];
const anyShell = [
  '[ a = a ] && echo yes',
  'echo "${x:-d}" ${x%%a}',
  'a=1; echo $a 2>&1; echo x >&2',
  'for i in a b; do echo $i; done',
  'find / -maxdepth 0 -exec ls -d {} +',
  'f() { echo hi; }; f',
  'case a in a) echo 1;; esac',
  'echo $((5 > 3))',
  'printf "%s\\n" "{a,b}" "[[ ]]"',
  "echo '$(x) [[ ]] <<< &>'",
  'read -r x </dev/null; echo $?',
  'echo {{.Names}} {a}',
  'kill -0 $$; kill -l >/dev/null',
  'set -eu; trap "echo bye" EXIT',
  'export A=1; echo $A',
  'command -v ls; echo -n a',
];
const shellOf = (name: string) => execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();

/** Output, status and the files that a command leaves, in an empty folder. */
function ran(shell: string, command: string): unknown {
  const cwd = mkdtempSync(join(tmpdir(), 'sitrep-shell-'));
  const { stdout, status } = spawnSync(shellOf(shell), ['-c', command], { cwd, encoding: 'utf8', input: '' });
  return { stdout, status, files: readdirSync(cwd) };
}

it.each(onlyBash)('tells that only bash runs %s as it was meant', (command) => {
  expect(bashOnly(command)).not.toBeNull();
  expect(ran('dash', command)).not.toEqual(ran('bash', command));
});

it.each(anyShell)('leaves %s to any shell', (command) => {
  expect(bashOnly(command)).toBeNull();
  expect(ran('dash', command)).toEqual(ran('bash', command));
});

it('calls what it found as a person would', () => {
  expect(bashOnly('x=1; [ "$x" == 1 ]')).toBe('`[ ==`');
  expect(bashOnly('cat <(ls)')).toBe('`<( )`');
  expect(bashOnly('echo ${a//b/c}')).toBe('`${name//...}`');
  expect(bashOnly('a[1]=2')).toBe('an array');
});
