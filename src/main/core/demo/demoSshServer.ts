import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type ServerChannel, type Session } from 'ssh2';

export type DemoSshServer = { readonly port: number; readonly close: () => Promise<void> };

export type DemoSshOptions = {
  readonly hostKey: string;
  readonly userKey: ParsedKey;
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly leash: (groupId: number) => void;
};

/**
 * An SSH server on a free loopback port that lets in one user with one key, and runs what is asked with `sh` as this
 * process's own user: each command in a group of its own, as sshd does.
 */
export async function openDemoSshServer(options: DemoSshOptions): Promise<DemoSshServer> {
  const ssh = new ssh2.Server({ hostKeys: [options.hostKey], ident: 'SitrepDemo' }, (connection) =>
    serveConnection(connection, options),
  );
  ssh.on('error', () => undefined);
  const sockets = new Set<Socket>();
  // A socket of our own has no delay: ssh2's would wait 40 ms for each answer.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    ssh.injectSocket(socket);
  });
  const port = await listen(server);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port, close };
}

function listen(server: NetServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
      else reject(new Error('The demo host got no port.'));
    });
  });
}

function serveConnection(connection: Connection, options: DemoSshOptions): void {
  // A client that breaks off is nothing to report.
  connection.on('error', () => undefined);
  connection.on('authentication', (context) => {
    if (isAllowed(context, options)) context.accept();
    else context.reject(['publickey']);
  });
  connection.on('session', (accept) => serveSession(accept(), options));
}

function isAllowed(context: AuthContext, { user, userKey }: DemoSshOptions): boolean {
  if (context.method !== 'publickey' || context.username !== user) return false;
  if (context.key.algo !== userKey.type || !context.key.data.equals(userKey.getPublicSSH())) return false;
  // Without a signature the client only asks whether it may try this key.
  if (context.signature === undefined || context.blob === undefined) return true;
  // The types hide that a failure may come as an Error, which must not pass for true.
  const verdict: unknown = userKey.verify(context.blob, context.signature, context.hashAlgo);
  return verdict === true;
}

function serveSession(session: Session, options: DemoSshOptions): void {
  let child: ChildProcess | null = null;
  session.on('env', (accept) => accept?.());
  session.on('pty', (_accept, reject) => reject?.());
  session.on('signal', (accept, _reject, { name }) => {
    accept?.();
    if (child?.pid !== undefined) signalGroup(child.pid, name);
  });
  session.on('exec', (accept, _reject, { command }) => {
    child = runCommand(accept(), ['-c', command], options);
  });
  session.on('shell', (accept) => {
    child = runCommand(accept(), [], options);
  });
}

function runCommand(channel: ServerChannel, args: readonly string[], options: DemoSshOptions): ChildProcess {
  const child = spawn('/bin/sh', args, {
    cwd: options.cwd,
    env: { ...options.environment },
    detached: true,
    stdio: 'pipe',
  });
  if (child.pid !== undefined) options.leash(child.pid);
  // Broken pipes on either side end with the exit status or with the connection.
  for (const stream of [channel, child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once('error', (error) => {
    channel.stderr.write(`${error.message}\n`);
    channel.exit(127);
    channel.end();
  });
  child.once('exit', (code, signal) => {
    if (code !== null) channel.exit(code);
    else channel.exit(signal?.slice(3) ?? 'KILL', false, '');
  });
  child.once('close', () => channel.end());
  channel.once('close', () => {
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  });
  return child;
}

function signalGroup(leader: number, name: string): void {
  try {
    process.kill(-leader, `SIG${name}`);
  } catch (error) {
    // Gone already, or a name that this system does not know: the client sees the process go on.
    if (!(error instanceof Error)) throw error;
  }
}
