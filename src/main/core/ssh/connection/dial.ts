import { connect, isIP, type Socket } from 'node:net';
import type { SshOptions } from '../config/sshOptions.ts';

/** A TCP connection without Nagle's delay. Rejects with the system's error, or with the signal's reason. */
export function dial(
  target: Pick<SshOptions, 'hostName' | 'port' | 'addressFamily' | 'bindAddress'>,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const { hostName, addressFamily } = target;
    if (addressFamily !== 0 && isIP(hostName) !== 0 && isIP(hostName) !== addressFamily)
      return reject(new Error(`${hostName} is no address of the family that AddressFamily asks for`));
    const socket = connect({
      host: hostName,
      port: target.port,
      noDelay: true,
      ...(addressFamily === 0 ? {} : { family: addressFamily }),
      ...(target.bindAddress === null ? {} : { localAddress: target.bindAddress }),
    });
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('connect', succeed);
      // A socket may report a second error, and one after its end.
      socket.on('error', () => undefined);
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    const succeed = (): void => {
      settle();
      resolve(socket);
    };
    const abort = (): void => {
      settle();
      socket.destroy();
      reject(signal.reason as Error);
    };
    socket.on('error', fail).on('connect', succeed);
    signal.addEventListener('abort', abort, { once: true });
  });
}
