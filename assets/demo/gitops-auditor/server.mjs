// A service of the demo lab: really listens, really reads its configuration, really fails over a broken one. Ends with
// its standard input, which Sitrep holds, so that nothing outlives the lab. `--check` only reads the configuration.
import { readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { hostname } from 'node:os';

const name = process.env.SERVICE_NAME ?? 'gitops-auditor';
const file = resolve(process.env.CONFIG_FILE ?? 'config.json');
const startedAt = Date.now();

function readConfig() {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fail(`cannot read ${file}: ${error.message}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, position] = /position (\d+)/.exec(error.message) ?? [];
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
    const reason = error.message.replace(/ in JSON.*| \(line.*/s, '');
    return fail(`${file}:${before.length}:${before.at(-1).length + 1}: cannot parse configuration: ${reason}`);
  }
}

function fail(reason) {
  process.stderr.write(`error: ${reason}\n`);
  process.exit(1);
}

const config = readConfig();
if (process.argv.includes('--check')) {
  process.stdout.write(`${file}: ok, ${config.repositories?.length ?? 0} repositories\n`);
  process.exit(0);
}

const port = Number(process.env.PORT ?? config.port);
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const answers = {
    '/': { service: name },
    '/health': { status: 'ok' },
    '/api/status': {
      service: name,
      host: process.env.DEMO_HOST ?? hostname(),
      pid: process.pid,
      uptimeSeconds: Math.round((Date.now() - startedAt) / 1000),
      repositories: config.repositories?.length ?? 0,
    },
  };
  const body = answers[path];
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body ?? { error: 'not found' })}\n`);
  if (path !== '/health') process.stdout.write(`${request.method} ${path} ${body === undefined ? 404 : 200}\n`);
});
server.on('error', (error) => fail(`cannot listen on port ${port}: ${error.message}`));
server.listen(port, '127.0.0.1', () => {
  process.stdout.write(
    `${name} listening on http://127.0.0.1:${port}, ${config.repositories?.length ?? 0} repositories\n`,
  );
  // The supervisor waits for this, as systemd does with Type=notify.
  if (process.env.NOTIFY_FD !== undefined) writeSync(Number(process.env.NOTIFY_FD), 'READY=1\n');
});

process.on('SIGTERM', () => {
  process.stdout.write('terminating\n');
  process.exit(0);
});
process.stdin.on('end', () => process.exit(0)).resume();
