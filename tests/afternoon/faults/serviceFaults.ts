import { pause } from '#tests/support/pause.ts';
import { anIncident, aWarning, nothingSaid, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

const on =
  (host: number, line: string) =>
  ({ root }: World): Promise<string> =>
    root(host, line);
const mode = (host: number, name: string, what: string) => on(host, `echo ${what} >/run/${name}.mode`);
const plain = (host: number, name: string) => on(host, `rm -f /run/${name}.mode`);

/** Each check kind answers once from this: long enough for one or two results, not for three. */
const hiccup = async ({ root }: World): Promise<void> => {
  await root(3, 'echo 500 >/run/hiccup-web.mode');
  await pause(2_500);
  await root(3, 'rm /run/hiccup-web.mode');
};

/** What happens to services that answer over the network, to their certificates, and to plugins. */
export const serviceFaults: readonly Fault[] = [
  {
    id: 'http-500',
    name: 'HTTP answers 500',
    subject: 'broken-web',
    ...anIncident,
    isQuick: true,
    begin: mode(3, 'broken-web', '500'),
    end: plain(3, 'broken-web'),
  },
  {
    id: 'http-slow',
    name: 'HTTP slow',
    subject: 'slow-web',
    ...aWarning,
    begin: mode(3, 'slow-web', 'slow'),
    end: plain(3, 'slow-web'),
  },
  {
    id: 'http-refused',
    name: 'HTTP refused',
    subject: 'refused-web',
    ...anIncident,
    begin: on(3, 'systemctl stop refused-web'),
    end: on(3, 'systemctl start refused-web'),
  },
  {
    id: 'http-hangs',
    name: 'HTTP accepts and hangs',
    subject: 'hanging-web',
    ...anIncident,
    begin: mode(3, 'hanging-web', 'hang'),
    end: plain(3, 'hanging-web'),
  },
  {
    id: 'http-wordless',
    name: 'HTTP answers 200 without its text',
    subject: 'wordless-web',
    ...anIncident,
    begin: mode(3, 'wordless-web', 'wordless'),
    end: plain(3, 'wordless-web'),
  },
  {
    id: 'http-hiccup',
    name: 'HTTP answers 500 for 2.5 s',
    subject: 'hiccup-web',
    ...nothingSaid,
    isQuick: true,
    begin: hiccup,
    end: plain(3, 'hiccup-web'),
  },
  {
    id: 'http-observer',
    name: 'HTTP refused, asked from the observer',
    subject: 'far-web',
    ...anIncident,
    begin: on(3, 'systemctl stop far-web'),
    end: on(3, 'systemctl start far-web'),
  },
  {
    id: 'tcp-closed',
    name: 'TCP port closed',
    subject: 'port',
    ...anIncident,
    begin: on(5, 'systemctl stop port'),
    end: on(5, 'systemctl start port'),
  },
  {
    id: 'certificate-expired',
    name: 'certificate expired',
    subject: 'expired',
    ...anIncident,
    begin: on(5, 'cp /srv/expired.pem /srv/expired-used.pem'),
    end: on(5, 'cp /srv/good.pem /srv/expired-used.pem'),
  },
  {
    id: 'certificate-soon',
    name: 'certificate expires in two weeks',
    subject: 'renewal',
    ...aWarning,
    begin: on(5, 'cp /srv/soon.pem /srv/renewal-used.pem'),
    end: on(5, 'cp /srv/good.pem /srv/renewal-used.pem'),
  },
  {
    id: 'plugin-critical',
    name: 'plugin says critical',
    subject: 'plugin',
    ...anIncident,
    begin: mode(5, 'plugin', '2'),
    end: plain(5, 'plugin'),
  },
  {
    id: 'plugin-unknown',
    name: 'plugin says unknown',
    subject: 'odd-plugin',
    ...aWarning,
    begin: mode(5, 'odd-plugin', '3'),
    end: plain(5, 'odd-plugin'),
  },
  {
    id: 'dependency-down',
    name: 'database stopped; the shop depends on it',
    subject: 'database',
    ...anIncident,
    begin: on(10, 'systemctl stop database'),
    end: on(10, 'systemctl start database'),
  },
];
