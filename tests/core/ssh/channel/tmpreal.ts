import { makeFolder, makeKey, readPublicKey, startDropbear, startSshd, me } from '../sshd.ts';
import { openDesk, reach } from '../desk.ts';
const folder = await makeFolder();
const key = await makeKey(folder + '/id');
const pub = await readPublicKey(key);
const sshd = await startSshd({ folder, authorized: [pub] });
const narrow = await startSshd({ folder, authorized: [pub], lines: ['MaxSessions 1'] });
const desk = await openDesk();
await desk.configure([['a', sshd.port], ['n', narrow.port]].map(([n, p]) => `Host ${n}\n HostName 127.0.0.1\n Port ${p}\n User ${me}\n IdentityFile ${key}\n IdentitiesOnly yes\n`).join('\n'));
for (const [n, t] of [['n','ssh2'], ['a','ssh2'], ['a', 'ssh'],['n','ssh']]) {
  const s = desk.sessions.of(desk.host(n, { transport: t }));
  console.log(n, t, (await reach(s)).kind);
  const out = async (c, o = {}) => { const t = performance.now(); const r = await s.output(c, { deadlineMs: 5000, ...o }); console.log(n, c.slice(0, 40), JSON.stringify(r).slice(0, 150), Math.round(performance.now() - t)); };
  const pr = async (...c) => { const t = performance.now(); const r = await s.probe(c.map((x) => ({ id: x, script: x, deadlineMs: 1000 }))); console.log(n, 'probe', r.map((x) => x.kind === 'answered' ? [x.exitCode, Buffer.from(x.stdout).toString().slice(0, 50), Math.round(x.tookMs * 10) / 10] : x), Math.round(performance.now() - t)); };
  await pr('echo 1', 'echo 2 >&2; exit 4'); await pr('true'); 
  await out('cat; echo x', { stdin: Buffer.from('hello') });
  await out('cat; echo x');
  await out('sleep 100', { deadlineMs: 500 });
  await out('trap "" TERM; sleep 100 & while :; do sleep 1; done', { deadlineMs: 500 });
  await out('sleep 2 & echo hi'); await pr('echo again');
}
await desk.sessions.close(); await sshd.stop(); await narrow.stop(); process.exit(0);
