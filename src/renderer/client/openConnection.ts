import type { Connection } from './connection.ts';
import { openMessagePort, type PreloadBridge } from './openMessagePort.ts';
import { openWebSocket } from './openWebSocket.ts';

declare global {
  interface Window {
    /** Present only in the Electron shell. */
    readonly sitrep?: PreloadBridge;
  }
}

/** Connects over what this shell has: the preload's port in Electron, a WebSocket in a browser. */
export function openConnection(): Promise<Connection> {
  return window.sitrep === undefined ? openWebSocket() : openMessagePort(window.sitrep);
}
