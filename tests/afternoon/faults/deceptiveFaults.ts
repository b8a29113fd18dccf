import { pause } from '#tests/support/pause.ts';
import { anIncident, aWarning, aWarningThenAnIncident, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

const on =
  (host: number, line: string) =>
  ({ root }: World): Promise<string> =>
    root(host, line);
const mode = (host: number, name: string, what: string) => on(host, `echo ${what} >/run/${name}.mode`);
const plain = (host: number, name: string) => on(host, `rm -f /run/${name}.mode`);

/** Longer than it takes to confirm a problem that is asked about every 5 s, and to tell of it. */
const confirmedMs = 20_000;

/** Sizes in a file system of 20 MiB. */
const changing =
  (folder: string, firstSize: string, thenSize: string) =>
  async ({ root }: World): Promise<void> => {
    await root(4, `fallocate -l ${firstSize} /srv/${folder}/file`);
    await pause(confirmedMs);
    await root(4, `rm /srv/${folder}/file; fallocate -l ${thenSize} /srv/${folder}/file`);
    await pause(confirmedMs);
  };

/** Problems that are easily taken for all being well, or for something else than they are. */
export const deceptiveFaults: readonly Fault[] = [
  {
    id: 'disk-unmounted',
    name: 'disk not mounted; its empty folder is there',
    subject: 'archive',
    ...anIncident,
    begin: on(4, 'umount /srv/archive'),
    end: on(4, 'mount -t tmpfs -o size=20M none /srv/archive'),
  },
  {
    id: 'disk-worsens',
    name: 'disk 90 %, then 98 % full',
    subject: 'growing',
    ...aWarningThenAnIncident,
    begin: changing('growing', '18M', '19600K'),
    end: on(4, 'rm /srv/growing/file'),
  },
  {
    id: 'disk-eases',
    name: 'disk 98 %, then 90 % full',
    subject: 'easing',
    ...anIncident,
    begin: changing('easing', '19600K', '18M'),
    end: on(4, 'rm /srv/easing/file'),
  },
  {
    id: 'http-cut',
    name: 'HTTP connection closed without an answer',
    subject: 'cut-web',
    ...anIncident,
    begin: mode(3, 'cut-web', 'cut'),
    end: plain(3, 'cut-web'),
  },
  {
    id: 'http-moved',
    name: 'HTTP redirects to a login instead of answering 200',
    subject: 'moved-web',
    ...anIncident,
    begin: mode(3, 'moved-web', 'moved'),
    end: plain(3, 'moved-web'),
  },
  {
    id: 'certificate-early',
    name: 'certificate not valid yet',
    subject: 'early',
    ...anIncident,
    begin: on(5, 'cp /srv/early.pem /srv/early-used.pem'),
    end: on(5, 'cp /srv/good.pem /srv/early-used.pem'),
  },
  {
    id: 'plugin-missing',
    name: 'plugin was uninstalled',
    subject: 'no-plugin',
    ...aWarning,
    begin: on(5, 'mv /opt/check_gone /opt/check_kept'),
    end: on(5, 'mv /opt/check_kept /opt/check_gone'),
  },
  {
    id: 'plugin-stuck',
    name: 'plugin does not end',
    subject: 'stuck-plugin',
    ...aWarning,
    begin: mode(5, 'stuck-plugin', 'stuck'),
    end: plain(5, 'stuck-plugin'),
  },
  {
    id: 'plugin-dies',
    name: 'plugin dies of a signal',
    subject: 'dying-plugin',
    ...aWarning,
    begin: mode(5, 'dying-plugin', 'dying'),
    end: plain(5, 'dying-plugin'),
  },
  {
    id: 'process-twice',
    name: 'process runs twice instead of once',
    subject: 'single',
    ...anIncident,
    begin: on(4, 'systemd-run -q --unit second /bin/sleep 87654'),
    end: on(4, 'systemctl stop second'),
  },
  {
    id: 'json-forbidden',
    name: 'JSON file cannot be read any more',
    subject: 'secret',
    ...aWarning,
    begin: on(4, 'chmod 600 /srv/secret.json'),
    end: on(4, 'chmod 644 /srv/secret.json'),
  },
  {
    id: 'file-gone',
    name: 'backup file deleted',
    subject: 'lost',
    ...anIncident,
    begin: on(4, 'rm /srv/lost.tar'),
    end: on(4, 'touch /srv/lost.tar'),
  },
  {
    id: 'file-from-tomorrow',
    name: 'backup file dated tomorrow',
    subject: 'tomorrow',
    ...aWarning,
    begin: on(4, 'touch -d tomorrow /srv/tomorrow.tar'),
    end: on(4, 'touch /srv/tomorrow.tar'),
  },
  {
    id: 'git-remote-gone',
    name: 'git remote gone',
    subject: 'mirror',
    ...aWarning,
    begin: on(4, 'mv /srv/mirror.git /srv/mirror.away'),
    end: on(4, 'mv /srv/mirror.away /srv/mirror.git'),
  },
];
