import { describe, expect, it } from 'vitest';
import { classifyError, timeoutFailure } from '#core/ssh/connection/classifyError.ts';
import { hungUp } from '#core/ssh/connection/firstBytes.ts';
import { classifySystemSsh } from '#core/ssh/systemSsh/classifySystemSsh.ts';

const to = { host: 'web', address: '10.0.0.1', port: 22, via: null };
const coded = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe('an error of the network or of ssh2', () => {
  it.each([
    [coded('ENOTFOUND'), 'dialling', 'nameNotFound'],
    [coded('EAI_AGAIN'), 'dialling', 'nameNotFound'],
    [coded('ECONNREFUSED'), 'dialling', 'refused'],
    [coded('EHOSTUNREACH'), 'dialling', 'unreachable'],
    [coded('ENETUNREACH'), 'dialling', 'unreachable'],
    [coded('ETIMEDOUT'), 'dialling', 'timedOut'],
    [coded('ECONNRESET'), 'banner', 'noBanner'],
    [new Error(hungUp), 'banner', 'noBanner'],
    [new Error('Handshake failed: no matching key exchange algorithm'), 'keyExchange', 'noCommonAlgorithm'],
    [new Error('(SSH) Channel open failure: Connection refused'), 'dialling', 'refused'],
    [new Error('Too many authentication failures'), 'authentication', 'authenticationRefused'],
    [coded('ECONNRESET'), 'authentication', 'lost'],
    [coded('ECONNRESET'), 'open', 'lost'],
    [new Error('Keepalive timeout'), 'open', 'lost'],
  ] as const)('%s while %s is %s', (error, stage, kind) => {
    const failure = classifyError(error, stage, to);
    expect(failure.kind).toBe(kind);
    expect(failure.text).toContain('web');
    expect(failure.mend).not.toBe('');
  });

  it('that stands for several addresses is told by the most telling one', () => {
    const all = new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')]);
    expect(classifyError(all, 'dialling', to).kind).toBe('refused');
  });

  it.each([
    ['dialling', 'timedOut'],
    ['banner', 'noBanner'],
    ['keyExchange', 'timedOut'],
  ] as const)('that is a timeout while %s is %s', (stage, kind) => {
    expect(timeoutFailure(stage, 5, to)).toMatchObject({ kind, text: expect.stringContaining('5 s') as string });
  });
});

describe("a complaint of the system's ssh", () => {
  it.each([
    ['ssh: Could not resolve hostname nowhere: Name or service not known', 'nameNotFound'],
    ['ssh: connect to host 10.0.0.1 port 22: Connection refused', 'refused'],
    ['ssh: connect to host 10.0.0.1 port 22: Connection timed out', 'timedOut'],
    ['ssh: connect to host 10.0.0.1 port 22: No route to host', 'unreachable'],
    ['Connection timed out during banner exchange', 'noBanner'],
    ['kex_exchange_identification: read: Connection reset by peer', 'noBanner'],
    [
      'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa',
      'noCommonAlgorithm',
    ],
    [
      'No ED25519 host key is known for web and you have requested strict checking.\nHost key verification failed.',
      'hostKeyUnknown',
    ],
    ['me@10.0.0.1: Permission denied (publickey).', 'authenticationRefused'],
    ['/etc/ssh/ssh_config: line 3: Bad configuration option: foo', 'configuration'],
    [
      'sh: 1: exec: nc: not found\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535',
      'unreachable',
    ],
    ['something new', 'lost'],
  ])('%s', (text, kind) => {
    expect(classifySystemSsh(`${text}\r\n`, to, 'open')).toMatchObject({ kind });
  });

  it('tells what the program of a ProxyCommand said, not the echo of its end', () => {
    const said =
      'sh: 1: exec: nc: not found\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535\n';
    expect(classifySystemSsh(said, to, 'open').text).toMatch(/ProxyCommand .* exec: nc: not found$/);
  });
});
