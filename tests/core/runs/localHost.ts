import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '#core/ports/systemClock.ts';
import { collectOutput } from '#core/ssh/channel/collectOutput.ts';
import { localTransport } from '#core/ssh/channel/localTransport.ts';
import { startCommand } from '#core/ssh/channel/startCommand.ts';
import type { HostSession } from '#core/ssh/hostSession.ts';
import type { ShellTransport } from '#core/ssh/shellTransport.ts';
import type { ConnectionState } from '#shared/host/connection.ts';

export const clock = systemClock();

export type LocalHost = HostSession & {
  /** Ends every open command as a dead connection would, and refuses new ones until `plug`. */
  readonly cut: () => void;
  readonly plug: () => void;
};

/** This computer as a host, with folders of stand-in programs first in its PATH, and a cable that can be pulled. */
export function localHost(hostId: string, programs: string): LocalHost {
  const env = { ...process.env, PATH: `${programs}:${process.env['PATH'] ?? ''}`, HOME: path.dirname(programs) };
  const real = localTransport({ env });
  const listeners = new Set<(state: ConnectionState) => void>();
  const open = new Set<() => void>();
  let isCut = false;
  const transport: ShellTransport = {
    openCommand: async (command, signal) => {
      if (isCut) throw new Error('connect ECONNREFUSED');
      const channel = await real.openCommand(command, signal);
      channel.stdin.on('error', () => undefined);
      const lost = Promise.withResolvers<void>();
      const drop = () => lost.resolve();
      open.add(drop);
      // As with a cable pulled: we hear no more, and the command goes on over there.
      const exit = Promise.race([
        channel.exit,
        lost.promise.then(() => ({ kind: 'lost' as const, text: 'the cable was pulled' })),
      ]);
      void exit.then(() => open.delete(drop));
      return { ...channel, exit, close: () => (isCut ? undefined : channel.close()) };
    },
  };
  const state = (): ConnectionState =>
    isCut
      ? { kind: 'failed', failure: { kind: 'lost', text: 'cut', mend: '' }, sinceAt: 0, retryAt: null }
      : { kind: 'connected', sinceAt: 0 };
  const tell = () => listeners.forEach((listener) => listener(state()));
  const start: HostSession['start'] = (command, options) =>
    startCommand(() => Promise.resolve(transport), command, options, { clock });
  return {
    hostId,
    state,
    onState: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connect: () => Promise.resolve(state()),
    retry: () => undefined,
    probe: () => Promise.resolve([]),
    start,
    output: (command, options) => collectOutput(start(command, options)),
    close: () => Promise.resolve(),
    cut: () => {
      isCut = true;
      for (const drop of open) drop();
      tell();
    },
    plug: () => {
      isCut = false;
      tell();
    },
  };
}

/** A program of sh text in the folder. */
export function program(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(folder, name), 0o755);
}

/** A systemctl over files of a folder: `<unit>.active`, `<unit>.unitfile`, `<unit>.requiredby`; every call is logged. */
export function standInSystemctl(programs: string, units: string): void {
  mkdirSync(units, { recursive: true });
  program(
    programs,
    'systemctl',
    `cd '${units}' || exit 1
echo "$*" >> calls
verb=$1; shift
for last; do :; done
u=\${last%.service}
active() { cat "$1.active" 2>/dev/null || echo inactive; }
case $verb in
show)
 while [ "$1" != -- ]; do shift; done; shift
 for u; do
  u=\${u%.service}
  if [ ! -e "$u.unitfile" ]; then printf 'LoadState=not-found\\nActiveState=inactive\\n\\n'; continue; fi
  load=loaded; case $(cat "$u.unitfile") in masked*) load=masked;; esac
  a=$(active "$u"); s=running; r=success; e=0
  case $a in failed) s=failed; r=exit-code; e=1;; inactive) s=dead;; esac
  printf 'Id=%s.service\\nLoadState=%s\\nActiveState=%s\\nSubState=%s\\nResult=%s\\nExecMainStatus=%s\\nNRestarts=0\\nUnitFileState=%s\\nFragmentPath=/lib/systemd/system/%s.service\\nRequiredBy=%s\\nBoundBy=\\nConsistsOf=\\n\\n' "$u" $load $a $s $r $e "$(cat "$u.unitfile")" "$u" "$(cat "$u.requiredby" 2>/dev/null)"
 done ;;
is-active) [ "$1" = -- ] && shift; for n; do active "\${n%.service}"; done ;;
start|restart)
  case $(cat "$u.unitfile") in masked*) masked=yes;; *) masked=;; esac
  [ -z "$masked" ] || { echo "Failed to $verb $u: Unit is masked." >&2; exit 1; }
  [ -e "$u.slow" ] && sleep "$(cat "$u.slow")"
  if [ -e "$u.broken" ]; then echo failed > "$u.active"; echo "Job for $u.service failed." >&2; exit 1; fi
  echo active > "$u.active" ;;
stop) echo inactive > "$u.active" ;;
list-jobs) ;;
mask) cp "$u.unitfile" "$u.before"; case "$*" in *--runtime*) echo masked-runtime ;; *) echo masked ;; esac > "$u.unitfile" ;;
unmask) [ -e "$u.before" ] && cp "$u.before" "$u.unitfile" ;;
enable) echo enabled > "$u.unitfile" ;;
disable) echo disabled > "$u.unitfile" ;;
status) echo "$u: $(active "$u")"; [ "$(active "$u")" = active ] || exit 3 ;;
*) exit 1 ;;
esac`,
  );
  program(
    programs,
    'sudo',
    `if [ "$1" = -n ] && [ "$2" = -l ]; then shift 2; case "$*" in *forbidden*) echo "a password is required" >&2; exit 1;; esac; echo "/bin/$*"; exit 0; fi; [ "$2" = -v ] && exit 0; [ "$1" = -n ] && shift; exec "$@"`,
  );
}
