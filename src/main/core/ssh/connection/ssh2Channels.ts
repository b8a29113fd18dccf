import type { Client, ClientChannel } from 'ssh2';
import type { Clock, Stop } from '../../ports/ports.ts';
import { type CommandChannel, type CommandExit, HandoverLostError, type ShellTransport } from '../shellTransport.ts';
import { createSessionQueue, type Loss, lossOf, lostText, SessionRefusedError, type TryOpen } from './sessionQueue.ts';

/** The reason with which OpenSSH refuses a channel beyond MaxSessions. */
const openFailed = 2;

/**
 * Commands over a logged-in client. Where the host allows no further channel, opening waits for one to close; dropbear
 * is asked for one after the other, because it drops the connection on parallel ones.
 */
export function ssh2Channels(
  client: Client,
  deps: { readonly clock: Clock; readonly software: string; readonly gone: Promise<string> },
): ShellTransport & { readonly onCrowded: (listener: () => void) => Stop } {
  const loss = lossOf(deps.gone);
  const queue = createSessionQueue(deps.clock, loss);
  const isOneAtATime = deps.software.toLowerCase().includes('dropbear');
  let last: Promise<unknown> = Promise.resolve();

  const open = (command: string, signal: AbortSignal): Promise<CommandChannel> =>
    queue.open(() => execute(client, command, loss, signal), signal);

  return {
    openCommand: async (command, signal) => {
      if (!isOneAtATime) return await open(command, signal);
      const mine = last.then(() => open(command, signal));
      last = mine.then(
        () => undefined,
        () => undefined,
      );
      return await mine;
    },
    onCrowded: queue.onCrowded,
  };
}

/**
 * `exec` may never call back on a connection that is half open, so its end and the signal count as well. The channel is
 * listened to in the very callback: a short command's status can be in the same packet as the word that it began.
 */
function execute(client: Client, command: string, loss: Loss, signal: AbortSignal): ReturnType<TryOpen> {
  return new Promise((resolve, reject) => {
    let isSettled = false;
    const settle = (): boolean => {
      const isFirst = !isSettled;
      isSettled = true;
      signal.removeEventListener('abort', abort);
      stopLoss();
      return isFirst;
    };
    const fail = (error: Error): void => {
      if (settle()) reject('reason' in error && error.reason === openFailed ? new SessionRefusedError() : error);
    };
    const abort = (): void => fail(signal.reason as Error);
    const stopLoss = loss.onLost((why) => fail(new HandoverLostError(lostText(why))));
    signal.addEventListener('abort', abort, { once: true });
    client.exec(command, (error, channel) => {
      if (error !== undefined && error !== null)
        return fail(isSilence(error) ? new HandoverLostError(error.message) : error);
      channel.on('error', () => undefined);
      channel.stderr.on('error', () => undefined);
      if (!settle()) return discard(channel);
      resolve({ channel: commandChannel(channel, loss), onClosed: (listener) => void channel.once('close', listener) });
    });
  });
}

/** What ssh2 says of all that waited for a reply when the connection ended. */
const isSilence = (error: Error): boolean => error.message === 'No response from server';

function commandChannel(channel: ClientChannel, loss: Loss): CommandChannel {
  let settle = (_exit: CommandExit): void => undefined;
  const exit = new Promise<CommandExit>((resolve) => {
    settle = resolve;
  });
  const stopLoss = loss.onLost((why) => settle({ kind: 'lost', text: lostText(why) }));
  channel.once('exit', (code: number | null, signal?: string) => {
    settle(code === null ? { kind: 'signalled', signal: signal ?? 'unknown' } : { kind: 'exited', code });
  });
  channel.once('close', () => {
    stopLoss();
    settle({ kind: 'lost', text: 'The host closed the channel without a status.' });
  });
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    exit,
    signal: (name) => channel.signal(name),
    close: () => {
      discard(channel);
      settle({ kind: 'lost', text: 'The channel was closed here.' });
    },
  };
}

/** Read to its end, so that the close that follows is seen. */
function discard(channel: ClientChannel): void {
  channel.close();
  channel.resume();
  channel.stderr.resume();
}
