import { RPCLink } from '@orpc/client/websocket';
import { type Connection, connectionOver } from './connection.ts';

/** Connects to the core that served this page. Rejects when the socket closes before it opened. */
export function openWebSocket(): Promise<Connection> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/rpc`);
  const lost = new AbortController();
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => {
      resolve(connectionOver(new RPCLink({ websocket: socket }), lost.signal, () => socket.close()));
    });
    socket.addEventListener('close', () => {
      reject(new Error('Sitrep did not answer on its address'));
      lost.abort(new Error('The connection to Sitrep was lost'));
    });
  });
}
