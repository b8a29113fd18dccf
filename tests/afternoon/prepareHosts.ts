import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { asRoot, type LabHost } from '#tests/lab/lab.ts';

const run = promisify(execFile);

/** A web server whose answer is what /run/NAME.mode says; with a certificate, which it reads anew for each connection. */
const webServer = `import http.server, os, ssl, sys, time
name, port = sys.argv[1], int(sys.argv[2])
def mode():
    try: return open(f"/run/{name}.mode").read().strip()
    except FileNotFoundError: return ""
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        now = mode()
        if now == "slow": time.sleep(1.5)
        if now == "hang": time.sleep(60)
        if now == "cut": return self.connection.close()
        self.send_response({"500": 500, "moved": 302}.get(now, 200))
        if now == "moved": self.send_header("Location", "/login")
        self.end_headers()
        self.wfile.write(b"nothing" if now == "wordless" else b"all is well")
    def log_message(self, *words): pass
class Server(http.server.ThreadingHTTPServer):
    def finish_request(self, request, address):
        if len(sys.argv) > 3:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[3])
            request = context.wrap_socket(request, server_side=True)
        super().finish_request(request, address)
    def handle_error(self, *words): pass
Server(("0.0.0.0", port), Handler).serve_forever()
`;

const plugin = `code=$(cat "/run/$1.mode" 2>/dev/null || echo 0)
[ "$code" != stuck ] || exec sleep 60
[ "$code" != dying ] || kill -s SEGV $$
echo "THING status $code | status=$code"
exit "$code"
`;

const idle = '/bin/sleep infinity';
const serve = (name: string, port: number, more = ''): string =>
  `/usr/bin/python3 /opt/answers.py ${name} ${port} ${more}`.trim();
/** systemd gives up on a unit that it has started five times within `startLimitS`; 0 means never. */
const service = (name: string, command: string, more = '', startLimitS = 10): string =>
  `printf '%b' '[Unit]\\nStartLimitIntervalSec=${startLimitS}\\n[Service]\\nExecStart=${command}\\n${more}' >/etc/systemd/system/${name}.service`;
const timer = (name: string): string =>
  `printf '%b' '[Timer]\\nOnCalendar=yearly\\n' >/etc/systemd/system/${name}.timer`;
const job = (name: string): string => service(name, `/bin/sh -c "test ! -e /run/${name}.mode"`, 'Type=oneshot\\n');
/** Runs until it is broken, then dies at each start. */
const brittle = (name: string): string => `/bin/sh -c "test ! -e /run/${name}.mode && exec ${idle}"`;
const start = (...units: readonly string[]): string => `systemctl daemon-reload; systemctl start ${units.join(' ')}`;
const idlers = (...names: readonly string[]): readonly string[] => [
  ...names.map((name) => service(name, idle)),
  start(...names),
];
const file = (target: string, text: string): string => `cat >${target} <<'END'\n${text.trimEnd()}\nEND`;

type Certificates = { readonly good: string; readonly soon: string; readonly expired: string; readonly early: string };

/** What each host gets, by its number. The kernel is shared, so what it tells of load and memory is a file here. */
function scripts({ good, soon, expired, early }: Certificates): Readonly<Record<number, readonly string[]>> {
  const webs = [
    'broken-web',
    'slow-web',
    'refused-web',
    'hanging-web',
    'wordless-web',
    'hiccup-web',
    'far-web',
    'cut-web',
    'moved-web',
  ];
  const certificates = [
    file('/srv/good.pem', good),
    file('/srv/soon.pem', soon),
    file('/srv/expired.pem', expired),
    file('/srv/early.pem', early),
    'for name in expired renewal early; do cp /srv/good.pem /srv/$name-used.pem; done',
  ];
  return {
    1: [
      ...idlers('stopped', 'killed', 'masked', 'vanished', 'silenced', 'late', 'planned'),
      service('phoenix', idle, 'Restart=always\\nRestartSec=1\\n'),
      start('phoenix'),
    ],
    2: [
      ...idlers('restarted', 'flapping', 'asleep'),
      service('crashing', brittle('crashing'), 'Restart=always\\nRestartSec=100ms\\n'),
      service('looping', brittle('looping'), 'Restart=always\\nRestartSec=1\\n', 0),
      service('slow-start', idle, 'ExecStartPre=/bin/sleep 12\\n'),
      start('crashing', 'looping', 'slow-start'),
    ],
    3: [
      file('/opt/answers.py', webServer),
      ...webs.map((name, index) => service(name, serve(name, 9001 + index))),
      start(...webs),
    ],
    4: [
      'mkdir -p /srv/inodes /srv/filling /srv/growing /srv/easing /srv/archive',
      'for name in growing easing archive; do mount -t tmpfs -o size=20M none /srv/$name; done',
      service('single', '/bin/sleep 87654'),
      'echo "{}" >/srv/secret.json; touch /srv/lost.tar /srv/tomorrow.tar',
      'git init -q -b main /srv/mirror.git; git -C /srv/mirror.git -c user.name=ops -c user.email=ops@lab commit -q --allow-empty -m one; git clone -q /srv/mirror.git /srv/mirror; chown -R ops:ops /srv/mirror /srv/mirror.git',
      'mount -t tmpfs -o size=8M,nr_inodes=1000 none /srv/inodes; mount -t tmpfs -o size=20M none /srv/filling',
      'echo "0.10 0.10 0.10 1/100 1234" >/run/loadavg; mount --bind /run/loadavg /proc/loadavg',
      'printf "MemTotal: 1000000 kB\\nMemAvailable: 700000 kB\\n" >/run/meminfo; mount --bind /run/meminfo /proc/meminfo',
      service('worker', '/bin/sleep 98765'),
      'touch /srv/dump-1.sql; echo "{}" >/srv/settings.json',
      'git init -q -b main /srv/site.git; git -C /srv/site.git -c user.name=ops -c user.email=ops@lab commit -q --allow-empty -m one; git clone -q /srv/site.git /srv/site; chown -R ops:ops /srv/site /srv/site.git',
      start('worker', 'single'),
    ],
    5: [
      file('/opt/answers.py', webServer),
      file('/opt/check_thing', plugin),
      ...certificates,
      service('port', serve('port', 9010)),
      service('expired', serve('expired', 9011, '/srv/expired-used.pem')),
      service('renewal', serve('renewal', 9012, '/srv/renewal-used.pem')),
      service('early', serve('early', 9013, '/srv/early-used.pem')),
      'cp /opt/check_thing /opt/check_gone; sed -i "1i #!/bin/sh" /opt/check_gone; chmod +x /opt/check_gone',
      ...['backup', 'nightly', 'weekly'].map(job),
      ...['nightly', 'weekly'].map(timer),
      start('port', 'expired', 'renewal', 'early', 'backup', 'nightly.timer', 'weekly.timer'),
    ],
    10: [
      file('/opt/answers.py', webServer),
      ...idlers('removed', 'changed', 'spare'),
      service('database', serve('database', 9020)),
      start('database'),
    ],
  };
}

/** Puts on each host what the afternoon needs there. */
export async function prepareHosts(hosts: readonly LabHost[]): Promise<void> {
  const byHost = scripts(await makeCertificates());
  await Promise.all(hosts.map((host) => asRoot(host, ['set -e', ...(byHost[host.index] ?? [])].join('\n'))));
}

/** Self-signed certificates with their keys, as PEM: good for a year, for two weeks, and not any more. */
async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-certificates-'));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...words: readonly string[]) => run('openssl', [...words], { cwd: folder });
  const settings = `[ca]\ndefault_ca=own\n[own]\nunique_subject=no\ndatabase=${at('index')}\nnew_certs_dir=${folder}\nserial=${at('serial')}\ndefault_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n`;
  try {
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'key.pem',
      '-subj',
      '/CN=lab',
      '-out',
      'request.pem',
    );
    await Promise.all([
      writeFile(at('index'), ''),
      writeFile(at('serial'), '01\n'),
      writeFile(at('ca.conf'), settings),
    ]);
    const own = (days: number) => ['x509', '-req', '-in', 'request.pem', '-signkey', 'key.pem', '-days', `${days}`];
    await openssl(...own(365), '-out', 'good.pem');
    await openssl(...own(14), '-out', 'soon.pem');
    const dated = (from: string, to: string, name: string) =>
      openssl('ca', '-batch', '-selfsign', '-config', 'ca.conf', '-keyfile', 'key.pem', '-in', 'request.pem', '-notext', '-startdate', from, '-enddate', to, '-out', name); // prettier-ignore
    await dated('20200101000000Z', '20200201000000Z', 'expired.pem');
    await dated('20980101000000Z', '20990101000000Z', 'early.pem');
    const key = await readFile(at('key.pem'), 'utf8');
    const withKey = async (name: string): Promise<string> => `${key}${await readFile(at(name), 'utf8')}`;
    return {
      good: await withKey('good.pem'),
      soon: await withKey('soon.pem'),
      expired: await withKey('expired.pem'),
      early: await withKey('early.pem'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
