/** Seconds without a line from us after which the remote loop ends itself and its batch. */
export const watchdogSeconds = 75;

/** Milliseconds between two signs of life while nothing else is sent; well below the watchdog. */
export const signOfLifeMs = 30_000;

/**
 * The loop that a long-lived `sh` runs on the host. It reads one line per message: `p` (a sign of life), `k` (kill the
 * batch), `r MARKER BATCH` (run a batch). Batches run beside the loop, so that signs of life and kills are heard.
 *
 * - The batch is a shell of its own in a session of its own: one group kill reaches everything it started.
 * - The marker goes through a pipe, never through argv or the environment, so that no check can print it.
 * - `read -t` is the watchdog; dash has none and borrows it from `timeout`. Without either, a helper process kills us.
 * - The whole loop is one compound command, since dash reads its script in blocks and would swallow messages.
 * - A killed batch is waited for in a subshell, so that even a process that cannot be killed does not stop the loop.
 */
export function probeLoop(
  ready: { readonly first: string; readonly second: string },
  silenceSeconds: number = watchdogSeconds,
): string {
  const wait = String(silenceSeconds);
  return `{
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; LC_ALL=C; export PATH LC_ALL; unset CDPATH ENV
if command -v setsid >/dev/null 2>&1; then __s() { exec setsid "$@"; }
elif command -v perl >/dev/null 2>&1; then __s() { exec perl -e 'setpgrp(0,0); exec @ARGV' "$@"; }
else __s() { exec "$@"; }
fi
( read -r -t 1 x ) </dev/null >/dev/null 2>&1
if [ $? = 1 ]; then __r() { IFS= read -r -t ${wait} L; }
elif command -v timeout >/dev/null 2>&1; then __r() { L=$(timeout ${wait} sh -c 'IFS= read -r l && printf %s "$l"'); }
else __r() { ( trap 'kill "$z"' TERM; sleep ${wait} & z=$!; wait "$z" && kill -9 $$ ) >/dev/null 2>&1 & z=$!; IFS= read -r L; set -- $?; kill "$z"; return "$1"; }
fi
__A='IFS= read -r __k; __n="
"; __m() { printf "%s %s\\n" "$__k" "$1"; printf "%s %s\\n" "$__k" "$1" >&2; }; __m S; '
__b() {
  x=; p=
  trap 'x=1; [ -z "$p" ] || kill -9 "-$p" 2>/dev/null || kill -9 "$p" 2>/dev/null' TERM
  printf '%s\\n' "$K" | __s sh -c "$__A$B" &
  p=$!
  [ -z "$x" ] || kill -9 "-$p" 2>/dev/null || kill -9 "$p" 2>/dev/null
  wait "$p" 2>/dev/null
  set -- $?
  kill -9 "-$p" 2>/dev/null
  printf '%s D %s\\n' "$K" "$1"
  printf '%s D %s\\n' "$K" "$1" >&2
}
w=
printf '%s%s\\n' '${ready.first}' '${ready.second}'
while __r; do
  case $L in
  k) [ -z "$w" ] || kill -TERM "$w" 2>/dev/null ;;
  'r '*)
    [ -z "$w" ] || wait "$w" 2>/dev/null
    L=\${L#r }; K=\${L%% *}; B=\${L#* }
    ( __b ) </dev/null &
    w=$!
    ;;
  esac
done
[ -z "$w" ] || { kill -TERM "$w"; wait "$w"; } >/dev/null 2>&1
exit 0
}
`;
}
