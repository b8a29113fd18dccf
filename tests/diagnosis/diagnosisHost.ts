import { copyFile, cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { asRoot, factoryReset, labUp, leaderOf, useLabOfItsOwn, type LabHost } from '../lab/lab.ts';

const folder = path.join(import.meta.dirname, 'host');
const certificates = `cd /root
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj '/CN=Lab authority' -days 30 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout store.key -out store.csr -subj /CN=store.internal 2>/dev/null
echo 'subjectAltName=DNS:store.internal' > names
openssl x509 -req -in store.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -extfile names -out valid.crt 2>/dev/null
openssl x509 -req -in store.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days -1 -extfile names -out expired.crt 2>/dev/null
cp ca.crt /usr/local/share/ca-certificates/lab.crt; update-ca-certificates >/dev/null 2>&1
cp valid.crt /etc/nginx/store.crt; cp store.key /etc/nginx/store.key
printf 'server { listen 8443 ssl; ssl_certificate /etc/nginx/store.crt; ssl_certificate_key /etc/nginx/store.key; location / { proxy_pass http://127.0.0.1:9100; } }\\n' > /etc/nginx/sites-enabled/store
nginx -s reload`;

/** Boots a fresh lab host and lays out the service under diagnosis on it. */
export async function diagnosisHost(): Promise<LabHost> {
  useLabOfItsOwn({ prefix: 'dia', network: '10.218.0' });
  const [host] = await labUp(1);
  if (host === undefined) throw new Error('the lab has no host');
  await factoryReset(host);
  await write(host, 'service.py', '/opt/gitops-auditor/server.py');
  await asRoot(host, 'mkdir -p /opt/store');
  await write(host, 'store.py', '/opt/store/store.py');
  await write(host, 'prepare.sh', '/root/prepare.sh');
  await asRoot(host, 'sh /root/prepare.sh');
  await asRoot(host, certificates);
  return host;
}

/** Lays out services of other kinds beside it; Node comes from this process. */
export async function prepareStage(host: LabHost): Promise<void> {
  const root = `/proc/${String(await leaderOf(host))}/root`;
  await cp(path.join(import.meta.dirname, 'stage'), `${root}/root/stage`, { recursive: true });
  await copyFile(process.execPath, `${root}/usr/local/bin/node`);
  await asRoot(host, 'chmod 755 /usr/local/bin/node; sh /root/stage/prepare.sh');
}

async function write(host: LabHost, name: string, target: string): Promise<void> {
  const text = (await readFile(path.join(folder, name))).toString('base64');
  await asRoot(host, `echo ${text} | base64 -d > ${target}`);
}

/** Waits until the line succeeds on the host. */
export async function until(host: LabHost, line: string, what: string): Promise<void> {
  const script = `end=$(($(date +%s) + 30)); while [ "$(date +%s)" -lt "$end" ]; do if ${line}; then exit 0; fi; sleep 0.2; done; exit 1`;
  await asRoot(host, script).catch((cause: unknown) => {
    throw new Error(`${what} did not come about within 30 s`, { cause });
  });
}

/** The service answers, and the journal of what was before is gone. */
export async function settle(host: LabHost): Promise<void> {
  await until(
    host,
    "curl -s -o /dev/null -w '%{http_code}' http://localhost:3000/health | grep -q 200",
    'a sound service',
  );
  await asRoot(host, 'systemctl reset-failed; journalctl -q --rotate --vacuum-time=1s; true');
}
