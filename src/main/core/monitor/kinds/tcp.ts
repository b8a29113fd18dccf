import { connect } from 'node:net';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import type { Clock } from '../../ports/ports.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { describeNetworkError } from './httpFromObserver.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type TcpCheck = Extract<CheckDefinition, { kind: 'tcp' }>;

/** Whether something accepts connections at a port, seen from the host (its own loopback unless an address is given). */
export function askTcpFromHost(check: TcpCheck, timeoutMs: number): Ask {
  const address = check.address ?? '127.0.0.1';
  const seconds = Math.max(1, Math.floor(timeoutMs / 1000) - 1);
  const [host, port] = [quote(address), String(check.port)];
  // curl with telnet:// connects and sends nothing; an end of input closes it.
  const script = `if command -v bash >/dev/null 2>&1; then
if command -v timeout >/dev/null 2>&1; then timeout ${seconds} bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${host} ${port}; else bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${host} ${port}; fi
elif command -v nc >/dev/null 2>&1; then nc -w ${seconds} ${host} ${port} </dev/null >/dev/null
elif command -v curl >/dev/null 2>&1; then curl -sS -m ${seconds} telnet://${host}:${port} </dev/null >/dev/null; set -- $?; [ "$1" = 7 ] && exit 1; [ "$1" = 6 ] && exit 1; exit 0
else exit 127; fi`;
  return { where: 'host', script, read: (answer) => readTcp(address, check.port, answer) };
}

function readTcp(address: string, port: number, answer: Answer): Reading {
  if (answer.exitCode === 127)
    return unknownReading('the host has neither bash, nc nor curl to connect with; set from: observer');
  if (answer.exitCode === 0) return accepts(address, port, answer.tookMs);
  const why = answer.exitCode === 124 ? 'no answer in time' : plain(answer.stderr);
  return refuses(address, port, why);
}

const plain = (stderr: string): string =>
  /refused/i.test(stderr) ? 'the connection was refused' : firstLine(stderr).replace(/^.*: /, '') || 'no connection';

const accepts = (address: string, port: number, tookMs: number): Reading => ({
  outcome: 'ok',
  text: `port ${port} of ${address} accepts connections`,
  values: [{ name: 'time', value: tookMs / 1000, unit: 's' }],
});

const refuses = (address: string, port: number, why: string): Reading => ({
  outcome: 'critical',
  text: `port ${port} of ${address} does not accept connections: ${why}`,
  values: [],
});

/** The same from this computer; `address` must then be given or is the host's own. */
export function askTcpFromObserver(check: TcpCheck, hostAddress: string | null, clock: Clock): Ask {
  return {
    where: 'observer',
    ask: async (signal) => {
      const address = check.address ?? hostAddress;
      if (address === null)
        return unknownReading('the check needs an address: this computer does not know that of the host');
      const startedMs = clock.monotonic();
      try {
        await opened(address, check.port, signal);
        return accepts(address, check.port, clock.monotonic() - startedMs);
      } catch (error) {
        return refuses(address, check.port, signal.aborted ? 'no answer in time' : describeNetworkError(error));
      }
    },
  };
}

function opened(host: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
