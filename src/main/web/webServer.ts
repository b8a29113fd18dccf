import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock, Logger } from '#core/ports/ports.ts';
import type { SitrepRouter } from '#core/rpc/createRouter.ts';
import { serveWebSocket } from '#core/rpc/serveWebSocket.ts';
import { createAccess } from './access.ts';
import { mayUpgrade, refuseUpgrade } from './upgrade.ts';
import { createRequestHandler } from './requestHandler.ts';
import type { WindowFiles } from '#core/window/windowFiles.ts';

/** Nothing but this computer can reach it. */
const loopback = '127.0.0.1';
/** The largest request is a lab file or runbook of a million characters. */
const largestRequestBytes = 8 * 1_048_576;
/** Browsers get so long to close on their own. */
const closingMs = 1_000;

export type WebServerOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly files: WindowFiles;
  readonly router: SitrepRouter;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Whoever can read the owner file of the data folder may ask for an address. */
  readonly attachSecret: string;
};

export type WebServer = {
  readonly port: number;
  /** An address whose token opens one browser, once. */
  readonly issueAddress: () => string;
  readonly close: () => Promise<void>;
};

/** Serves the window and the contract on loopback. Rejects when the port is taken. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const access = createAccess();
  const server = createServer();
  const port = await listen(server, options.port);
  const cookieName = `sitrep-${port}`;
  const issueAddress = () => `http://${loopback}:${port}/?token=${access.issueToken()}`;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestRequestBytes, perMessageDeflate: false });
  server.on('request', createRequestHandler({ ...options, access, cookieName, issueAddress }));
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', (error) => options.logger.debug('A connection broke', { error: error.message }));
    if (!mayUpgrade(request, access, cookieName)) return refuseUpgrade(stream);
    sockets.handleUpgrade(request, stream, head, (socket: WebSocket) => {
      serveWebSocket(socket, options.router, options);
    });
  });
  return { port, issueAddress, close: () => close(server, sockets, options.clock) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(isTaken(error) ? new Error(`Port ${port} of ${loopback} is taken. Choose another with --port.`) : error);
    });
    server.listen({ host: loopback, port, exclusive: true }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function isTaken(error: Error): boolean {
  return 'code' in error && error.code === 'EADDRINUSE';
}

function close(server: Server, sockets: WebSocketServer, clock: Clock): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001, 'Sitrep is closing.');
  return new Promise((resolve) => {
    const stop = clock.after(closingMs, () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
    });
    server.close(() => {
      stop();
      resolve();
    });
    server.closeIdleConnections();
  });
}
