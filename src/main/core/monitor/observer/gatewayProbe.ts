import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { GatewayAnswer, GatewayProbe } from './observerWatch.ts';

/** Ports that home routers have open or refuse; either answer proves that the way to the gateway works. */
const likelyPorts = [53, 80, 443, 22] as const;

/**
 * Looks at our own way out: is an interface up, is there a default gateway, does it answer to a ping or a connection.
 * Where the gateway cannot be found out the answer is `unknown`, which is evidence of nothing.
 */
export function createGatewayProbe(): GatewayProbe {
  return async (signal) => {
    if (!hasAddress()) return { kind: 'noLink', text: 'no network interface of this computer has an address' };
    const gateway = await defaultGateway(signal);
    if (gateway === null) return { kind: 'unknown' };
    if (gateway.length === 0) return { kind: 'silent', text: 'this computer has no default gateway' };
    return await answersOf(gateway, signal);
  };
}

async function answersOf(gateway: readonly string[], signal: AbortSignal): Promise<GatewayAnswer> {
  const attempts = gateway.flatMap((address) => [
    pinged(address, signal),
    ...likelyPorts.map((port) => touched(address, port, signal)),
  ]);
  try {
    await Promise.any(attempts);
    return { kind: 'healthy' };
  } catch {
    return { kind: 'silent', text: `the gateway ${gateway.join(', ')} does not answer` };
  }
}

/** Addresses that this computer gave itself (169.254, fe80) lead nowhere. */
function hasAddress(): boolean {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.some(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address));
}

/** Addresses of the default gateway; empty where there is none, null where that cannot be found out. */
async function defaultGateway(signal: AbortSignal): Promise<readonly string[] | null> {
  if (process.platform === 'linux') return linuxGateway(await readFile('/proc/net/route', 'utf8').catch(() => ''));
  if (process.platform === 'darwin')
    return fromOutput(await output('route', ['-n', 'get', 'default'], signal), /gateway: ([\da-f.:]+)/i);
  if (process.platform === 'win32') {
    const command =
      '(Get-NetRoute -DestinationPrefix 0.0.0.0/0 | Sort-Object RouteMetric | Select-Object -First 1).NextHop';
    return fromOutput(await output('powershell', ['-NoProfile', '-Command', command], signal), /(\d+\.\d+\.\d+\.\d+)/);
  }
  return null;
}

/** `/proc/net/route` in hexadecimal, least significant byte first; the gateways whose interface is up (flag 2). */
export function linuxGateway(table: string): readonly string[] | null {
  const rows = table.trim().split('\n').slice(1);
  if (table.trim() === '') return null;
  const gateways = rows.flatMap((row) => {
    const [, destination, gateway = '', flags = '0'] = row.split('\t');
    const isDefault = destination === '00000000' && gateway !== '00000000' && (Number.parseInt(flags, 16) & 2) !== 0;
    return isDefault
      ? [
          (gateway.match(/../g) ?? [])
            .toReversed()
            .map((byte) => Number.parseInt(byte, 16))
            .join('.'),
        ]
      : [];
  });
  return [...new Set(gateways)];
}

function fromOutput(text: string | null, pattern: RegExp): readonly string[] | null {
  if (text === null) return null;
  const found = pattern.exec(text)?.[1];
  return found === undefined ? [] : [found];
}

function output(file: string, words: readonly string[], signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(file, [...words], { signal, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
}

async function pinged(address: string, signal: AbortSignal): Promise<void> {
  const words = process.platform === 'win32' ? ['-n', '1', '-w', '1000', address] : ['-c', '1', '-n', address];
  if ((await output('ping', words, signal)) === null) throw new Error('no answer');
}

/** A refusal is an answer too. */
function touched(host: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    const done = (): void => {
      socket.destroy();
      resolve();
    };
    socket.once('connect', done);
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'ECONNREFUSED') done();
      else reject(error);
    });
  });
}
