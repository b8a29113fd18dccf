import type { ListeningPort } from './hostFindings.ts';

/** Listening TCP ports, from `ss -Hltnp`, or from /proc/net/tcp and tcp6 where there is no `ss`. */
export function readPorts(ss: readonly string[], proc: readonly string[]): readonly ListeningPort[] {
  const found = [...ss.flatMap(ofSs), ...proc.flatMap(ofProc)];
  return found.filter(
    (one, index) => found.findIndex((other) => other.port === one.port && other.address === one.address) === index,
  );
}

/** `LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=7,fd=3))` */
function ofSs(line: string): readonly ListeningPort[] {
  const local = line.trim().split(/\s+/)[3] ?? '';
  const [, address, port] = /^(.*):(\d+)$/.exec(local) ?? [];
  if (address === undefined || port === undefined) return [];
  const plain = address.replace(/%.*$/, '').replaceAll(/[[\]]/g, '');
  const program = /users:\(\("([^"]+)"/.exec(line)?.[1] ?? null;
  return [{ address: plain === '*' ? '0.0.0.0' : plain, port: Number(port), program }];
}

const listening = '0A';

/** `0: 0100007F:1F90 00000000:0000 0A ...`: hexadecimal, IPv4 addresses with their bytes reversed. */
function ofProc(line: string): readonly ListeningPort[] {
  const [, local = '', , state] = line.trim().split(/\s+/);
  const [, hex, port] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? [];
  if (hex === undefined || port === undefined || state !== listening) return [];
  return [{ address: addressOf(hex), port: parseInt(port, 16), program: null }];
}

function addressOf(hex: string): string {
  if (hex.length === 8)
    return (hex.match(/../g) ?? [])
      .toReversed()
      .map((byte) => parseInt(byte, 16))
      .join('.');
  if (/^0+$/.test(hex)) return '::';
  return hex === '00000000000000000000000001000000' ? '::1' : hex;
}
