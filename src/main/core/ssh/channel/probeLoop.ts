import { quote } from './quote.ts';

/** Milliseconds between two signs of life; a few may be lost before the remote side believes that we are gone. */
export const signOfLifeMs = 25_000;
/** The remote side looks this often whether a sign came, and ends itself after so many looks in vain: 75 to 105 s. */
const lookSeconds = 15;
const looksInVain = 6;
/** A shell that was asked nothing for so long ends, and another is opened with the next question. */
const sleeperSeconds = 7_200;

/**
 * Runs one batch in a session of its own, where one group kill reaches everything that it started. It is started ahead
 * of its batch and waits on the channel's own input, so that nothing is left to start when a request comes. While the
 * batch before it runs, it is the one that hears of that: `k` (kill it), `s` (no further check of it).
 *
 * The marker comes with the request, never through argv or the environment, so that no check can print it. What it
 * writes while it listens is written by a child, so that it hears on even when nobody reads.
 */
const worker = `__S=$1 __D=$2 __H=$3 __Q=$4; set --
__x=; __n="
"; trap __x=1 USR1
__m() { printf "%s %s\\n" "$__k" "$1"; printf "%s %s\\n" "$__k" "$1" >&2; }
__e() { __m "E $?"; [ -z "$__x" ] || exit 0; }
while IFS= read -r __L; do
case $__L in
p) kill -USR1 "$__D" 2>/dev/null ;;
k) [ -z "$__Q" ] || kill -9 "$__Q" 2>/dev/null ;;
"s "*) kill -USR1 "\${__Q#-}" 2>/dev/null; ( printf "%s X\\n" "\${__L#s }" ) & ;;
"r "*) kill -9 "$__H"; __L=\${__L#r }; __k=\${__L%% *}; __L=\${__L#* }; exec </dev/null; __m S; eval "$__L"; exit 0 ;;
esac
done
kill -9 "$__S" "$__H" $__Q 2>/dev/null
kill "$__D" 2>/dev/null`;

/**
 * What a long-lived `sh` runs on the host: it starts one worker after the other, each as soon as the one before has
 * taken its batch, and says when a batch has ended, by itself or not. It is sent as one compound command, since dash
 * reads its script in blocks and would swallow messages.
 *
 * - A worker says that it has taken a batch by killing a sleeper, because to wait for a process cannot miss its end,
 *   whereas bash and busybox do not hear a signal that comes just before the wait.
 * - `p` is the sign of life. A watcher ends everything when none comes, since dash cannot read with a time limit.
 * - A child says what it has to say, so that it can be ended when nobody reads.
 */
export function probeLoop(
  marker: string,
  ready: { readonly first: string; readonly second: string },
  lookEverySeconds: number = lookSeconds,
): string {
  return `{
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; LC_ALL=C; export PATH LC_ALL; unset CDPATH ENV; exec 3<&0
if command -v setsid >/dev/null; then g=-; s() { exec setsid "$@"; }
elif command -v perl >/dev/null; then g=-; s() { exec perl -e 'setpgrp(0,0); exec @ARGV' "$@"; }
else g=; s() { exec "$@"; }
fi
( n=0; trap n=0 USR1; trap 'kill "$z"; exit' TERM
while [ "$n" -lt ${looksInVain} ]; do
  sleep ${lookEverySeconds} & z=$!
  while wait "$z"; kill -0 "$z"; do :; done
  n=$((n + 1))
done
kill $$; sleep 1; kill $$; sleep 1; kill -9 $$ ) </dev/null >/dev/null 3<&- 4>&- &
d=$!
W=${quote(worker)}
go() {
  sleep ${sleeperSeconds} </dev/null >/dev/null 3<&- 4>&- & h=$!
  s sh -c "$W" sh "$$" "$d" "$h" "$q" <&3 3<&- 2>&4 4>&- & p=$!
}
end() { trap '' TERM; kill -9 $q "$g$p" $c "$h"; kill "$d"; exit 0; }
q= p= c= h=
trap end TERM HUP
go
printf '%s%s\\n' '${ready.first}' '${ready.second}'
while wait "$h"; [ $? -gt 128 ]; do
  w=$p; q=$g$w; go
  wait "$w"; e=$?
  kill -9 "$q"
  ( printf '%s D %s\\n' '${marker}' "$e"; printf '%s D %s\\n' '${marker}' "$e" >&4 ) & c=$!
done
end
} 4>&2 2>/dev/null
`;
}
