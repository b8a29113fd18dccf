import type { DraftProposal } from './draftProposal.ts';
import type { HostFindings, ListeningPort } from './hostFindings.ts';

/** Ports that people miss when they do not answer; that of SSH is seen by reaching the host at all. */
const servicesByPort: ReadonlyMap<number, string> = new Map([
  [25, 'mail'],
  [53, 'DNS'],
  [139, 'Samba'],
  [389, 'LDAP'],
  [445, 'Samba'],
  [465, 'mail'],
  [587, 'mail'],
  [853, 'DNS over TLS'],
  [993, 'IMAP'],
  [1883, 'MQTT'],
  [2049, 'NFS'],
  [3306, 'MySQL or MariaDB'],
  [5432, 'PostgreSQL'],
  [6379, 'Redis'],
  [8883, 'MQTT over TLS'],
  [27017, 'MongoDB'],
]);
const sshPort = 22;
const httpsPort = 443;

/** What answered HTTP or HTTPS on the host itself. */
export function proposeWeb({ webServers }: HostFindings): readonly DraftProposal[] {
  return webServers.map(({ port, scheme, status }) => {
    const isUsualPort = (scheme === 'http' && port === 80) || (scheme === 'https' && port === httpsPort);
    const isFailing = status >= 500;
    const check = {
      kind: 'http',
      url: `${scheme}://127.0.0.1${isUsualPort ? '' : `:${port}`}/`,
      ...(status >= 400 && !isFailing ? { status: `2xx,3xx,${status}` } : {}),
      ...(scheme === 'https' ? { verifyTls: false } : {}),
    } as const;
    const reason = `answers ${scheme.toUpperCase()} on port ${port} with ${status}`;
    return { group: 'web', name: `${scheme}-${port}`, check, reason, isRecommended: true, isFailing };
  });
}

/** Certificates that renew themselves until one day they do not. */
export function proposeCertificates({ certificates, webServers }: HostFindings): readonly DraftProposal[] {
  const named = certificates.map((name): DraftProposal => ({
    group: 'certificate',
    name: `tls-${name.replace('*.', '')}`,
    check: { kind: 'tls', address: name.replace(/^\*\./, '') },
    reason: "a certificate of Let's Encrypt",
    isRecommended: true,
    isFailing: false,
  }));
  const shown = webServers
    .filter(({ scheme }) => scheme === 'https')
    .map(({ port }): DraftProposal => ({
      group: 'certificate',
      name: `tls-${port}`,
      check: { kind: 'tls', address: '127.0.0.1', ...(port === httpsPort ? {} : { port }) },
      reason: `shown on port ${port}`,
      isRecommended: named.length === 0,
      isFailing: false,
    }));
  return [...named, ...shown];
}

/** Other ports that listen; those that a web check covers are left out. */
export function proposePorts({ ports, webServers }: HostFindings): readonly DraftProposal[] {
  const covered = new Set([sshPort, ...webServers.map(({ port }) => port)]);
  const byPort = Map.groupBy(
    ports.filter(({ port }) => !covered.has(port)),
    ({ port }) => port,
  );
  return [...byPort].flatMap(([port, listeners]): readonly DraftProposal[] => {
    const known = servicesByPort.get(port);
    const program = listeners.find((one) => one.program !== null)?.program ?? null;
    // What the kernel hands out is another number after the next start.
    if (known === undefined && (program === null || port >= 32_768)) return [];
    const address = addressOf(listeners);
    const check = { kind: 'tcp', port, ...(address === null ? {} : { address }) } as const;
    const who = [known, program === null ? undefined : `by ${program}`].filter((one) => one !== undefined).join(', ');
    const reason = `listens on port ${port}: ${who}`;
    return [
      { group: 'port', name: `port-${port}`, check, reason, isRecommended: known !== undefined, isFailing: false },
    ];
  });
}

/** Null where the host's own loopback reaches it. */
function addressOf(listeners: readonly ListeningPort[]): string | null {
  const reached = (address: string) => ['0.0.0.0', '127.0.0.1', '::'].includes(address);
  return listeners.some(({ address }) => reached(address)) ? null : (listeners[0]?.address ?? null);
}
