import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a shell finds in its environment there: values made to become options, commands and redirections. */
const traps = {
  x: '-delete',
  y: 'a; touch hacked',
  o: '-o out',
  w: 'w out',
  e: '-exec touch hacked ;',
  i: '-i',
  z: '$(touch hacked)',
  q: 'a[$(touch hacked)]',
};
const files: Readonly<Record<string, string>> = {
  a: '1 one\n2 two\n3 three\n',
  b: 'touch hacked\nb\nc\n',
  'c.txt': 'w out\n',
  '-delete': 'x\n',
  '-i': 's/a/b/\n',
  '-o': '',
  'deep/inner': 'x\n',
  'data.json': '{"a": [1, 2]}\n',
};

/** One file named `zipped`, which holds a letter. */
const zipFile =
  'UEsDBAoAAAAAAAAAIVAfCOpGAgAAAAIAAAAGAAAAemlwcGVkeApQSwECHgMKAAAAAAAAACFQHwjqRgIAAAACAAAABgAAAAAAAAABAAAApIEAAAAAemlwcGVkUEsFBgAAAAABAAEANAAAACYAAAAAAA==';

/** Reads commands from standard input, ended by NUL; runs each in a fresh copy of the folder; names those that changed it. */
const loop = `
state() { find . -printf '%p|%s|%T@|%C@|%m|%y\\n'; }
cd "$FOLDER" || exit 9
export x="$TRAP_x" y="$TRAP_y" o="$TRAP_o" w="$TRAP_w" e="$TRAP_e" i="$TRAP_i" z="$TRAP_z" q="$TRAP_q"
n=0
before=$(state)
while IFS= read -r -d '' command; do
  for shell in sh bash; do
    timeout -k 1 3 "$shell" -c "$command" </dev/null >/dev/null 2>&1
    after=$(state)
    if [ "$before" != "$after" ]; then
      echo "$n $shell"
      find . -mindepth 1 -delete
      cp -a "$TEMPLATE/." .
      before=$(state)
    fi
  done
  n=$((n + 1))
done
echo "done $n"
`;

/** Commands that changed the sandbox's folder, with the shell that did it. Each runs without network, rights or terminal. */
export async function commandsThatChange(commands: readonly string[]): Promise<string[]> {
  const base = mkdtempSync(path.join(os.tmpdir(), 'sitrep-effects-'));
  try {
    const output = await runInSandbox(base, commands);
    if (!output.includes(`done ${commands.length}`)) throw new Error(`The sandbox ended early: ${output}`);
    return [...output.matchAll(/^(\d+) (\w+)$/gm)].map(
      ([, index, shell]) => `${shell ?? ''}: ${commands[Number(index)] ?? ''}`,
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

async function runInSandbox(base: string, commands: readonly string[]): Promise<string> {
  chmodSync(base, 0o755);
  const folder = path.join(base, 'work');
  const template = path.join(base, 'template');
  mkdirSync(path.join(template, 'deep'), { recursive: true });
  mkdirSync(path.join(base, 'tmp'), { mode: 0o1777 });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(template, name), text);
  writeFileSync(path.join(template, 'x.zip'), Buffer.from(zipFile, 'base64'));
  cpSync(template, folder, { recursive: true, preserveTimestamps: true });
  const isRoot = process.getuid?.() === 0;
  const [program = 'bash', ...args] = isRoot ? confined(base) : ['bash', '-c', loop];
  const trapped = Object.fromEntries(Object.entries(traps).map(([name, value]) => [`TRAP_${name}`, value]));
  const child = spawn(program, args, {
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      TMPDIR: path.join(base, 'tmp'),
      FOLDER: folder,
      TEMPLATE: template,
      LANG: 'C.UTF-8',
      LOOP: loop,
      ...trapped,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin.on('error', () => undefined).end(commands.map((command) => `${command}\0`).join(''));
  await new Promise((resolve) => child.on('close', resolve));
  return output;
}

/** Root becomes nobody, in namespaces of its own where only the sandbox's folder can be written. */
function confined(base: string): string[] {
  const inside = `mount --make-rprivate / && mount --bind "${base}" "${base}" && mount -o remount,bind,ro / && chown -R 65534:65534 "${base}" && exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs bash -c "$LOOP"`;
  return ['unshare', '--mount', '--pid', '--net', '--ipc', '--fork', '--kill-child', 'sh', '-c', inside];
}
