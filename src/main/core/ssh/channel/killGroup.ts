import type { ShellTransport } from '../shellTransport.ts';
import { shStart } from './shStart.ts';

/** Seconds of the looks between TERM and KILL, 2 in sum: few, since each of them costs a loaded host some time. */
const graceSeconds = '0.1 0.2 0.3 0.4 0.5 0.5';

/**
 * Ends a process group on the host over a channel of its own, and what its processes started in groups of their own:
 * TERM, then KILL after 2 s. True when nothing of it is left; false when something may be (a process of root, a dead connection, the signal aborted). Never rejects.
 * `opened` is called once the channel is open.
 */
export async function killGroup(
  transport: ShellTransport,
  target: { readonly pid: number; readonly isLeader: boolean },
  signal: AbortSignal,
  opened: () => void,
): Promise<boolean> {
  try {
    const channel = await transport.openCommand(shStart(killScript(target)), signal);
    opened();
    const close = (): void => channel.close();
    signal.addEventListener('abort', close, { once: true });
    let said = '';
    channel.stdout.on('data', (chunk: Uint8Array) => (said += Buffer.from(chunk).toString('latin1')));
    channel.stderr.resume();
    channel.stdin.end();
    const ended = new Promise<void>((resolve) => channel.stdout.once('close', resolve).once('end', resolve));
    await Promise.all([channel.exit, ended]);
    signal.removeEventListener('abort', close);
    channel.close();
    return said.includes('nothing-left');
  } catch {
    // Whatever stood in the way, the group was not seen to end.
    return false;
  }
}

/** `kill -0` also fails for processes of others, so its words decide; a zombie counts as ended. */
function killScript({ pid, isLeader }: { readonly pid: number; readonly isLeader: boolean }): string {
  const target = isLeader ? `-${pid}` : String(pid);
  const alive = isLeader ? `) [^ZX] [0-9]* ${pid} ` : `^${pid} (.*) [^ZX] `;
  // What has left the group (setsid, an interactive shell) is still a descendant, as long as its parents live.
  return `LC_ALL=C; export LC_ALL
more=$(ps -A -o pid= -o ppid= -o pgid= 2>/dev/null | awk '{ up[$1] = $2; group[$1] = $3 }
  END { for (p in up) if (group[p] != ${pid}) for (q = up[p]; q > 1 && n[p]++ < 99; q = up[q]) if (q == ${pid}) { print p; break } }')
alive() {
  e=$(kill -0 $1 2>&1) || case $e in *[Nn]o\\ such*) return 1 ;; esac
  ! grep -q '^[0-9]* (.*) [ZX] ' /proc/$1/stat 2>/dev/null
}
left() {
  for p in $more; do alive $p && return 0; done
  if e=$(kill -0 ${target} 2>&1); then
    [ -r /proc/$$/stat ] || return 0
    cat /proc/[0-9]*/stat 2>/dev/null | grep -q '${alive}'
  else
    case $e in *[Nn]o\\ such*) return 1 ;; *) return 0 ;; esac
  fi
}
await() {
  whole=0
  for s; do
    left || return
    sleep $s 2>/dev/null || { [ $whole -lt 2 ] && sleep 1; whole=$((whole + 1)); }
  done
}
kill -TERM ${target} $more 2>/dev/null
await ${graceSeconds}
left && { kill -KILL ${target} $more 2>/dev/null; await 0.1 0.3; }
left || echo nothing-left`;
}
