import { z } from 'zod';
import { minuteMs } from '#shared/time/instant.ts';
import type { Clock, Stop } from '../ports/ports.ts';
import { DeliveryError, deliveryError } from './deliveryError.ts';
import { streamLines } from './streamLines.ts';

/** ntfy says something every 45 s; a connection that was silent for longer is dead. */
const longestSilenceMs = 2 * minuteMs;

const lineSchema = z.looseObject({ id: z.string(), event: z.string(), message: z.string().optional() });
export type NtfyMessage = { readonly id: string; readonly text: string };

export type NtfySubscription = {
  readonly server: string;
  readonly topic: string;
  /** An id, or seconds since 1970: what was published after it comes first. */
  readonly since: string;
  readonly token: string | null;
};

/**
 * Hears a topic (https://docs.ntfy.sh/subscribe/api/) until the connection ends, which always throws a
 * `DeliveryError`, except when the signal ended it.
 */
export async function followNtfyTopic(
  { server, topic, since, token }: NtfySubscription,
  heard: (message: NtfyMessage) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  const ends = AbortSignal.any([signal, silence.signal]);
  const watchSilence = (): Stop => clock.after(longestSilenceMs, () => silence.abort());
  let stopWatching = watchSilence();
  try {
    const url = `${server.replace(/\/+$/, '')}/${topic}/json?since=${encodeURIComponent(since)}`;
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, redirect: 'error', signal: ends });
    if (!response.ok || response.body === null) throw new DeliveryError(`its server answered ${response.status}`);
    for await (const line of streamLines(response.body)) {
      stopWatching();
      stopWatching = watchSilence();
      const message = readLine(line);
      if (message !== null) heard(message);
    }
    throw new DeliveryError('its server ended the stream');
  } catch (error) {
    if (signal.aborted) return;
    throw silence.signal.aborted ? new DeliveryError('its server fell silent') : deliveryError(error, token);
  } finally {
    stopWatching();
  }
}

function readLine(line: string): NtfyMessage | null {
  try {
    const { id, event, message } = lineSchema.parse(JSON.parse(line));
    return event === 'message' ? { id, text: message ?? '' } : null;
  } catch (error) {
    // A line that is no message of ntfy says nothing; anything else is a mistake of ours.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
