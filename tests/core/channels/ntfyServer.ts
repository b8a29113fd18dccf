import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const buttonsSchema = z.array(z.looseObject({ url: z.string(), method: z.string(), body: z.string() }));

type Published = { readonly id: string; readonly time: number; readonly topic: string; readonly message: string };

/** The publish and stream parts of ntfy's HTTP API, for real over loopback. */
export type NtfyServer = {
  readonly url: string;
  /** What was published as JSON to the root, newest last. */
  readonly notified: Record<string, unknown>[];
  /** Of the first that was published. */
  readonly buttons: () => readonly { readonly url: string; readonly method: string; readonly body: string }[];
  /** Streams that are open now, by topic. */
  readonly streams: (topic: string) => number;
  /** As a phone that presses a button. */
  readonly publish: (topic: string, message: string) => Promise<void>;
  /** Cuts every open stream, as a network does. */
  readonly cut: () => void;
  readonly authorizations: (string | undefined)[];
  readonly close: () => Promise<void>;
};

export async function startNtfyServer(): Promise<NtfyServer> {
  const notified: Record<string, unknown>[] = [];
  const authorizations: (string | undefined)[] = [];
  const published: Published[] = [];
  const open = new Map<ServerResponse, string>();

  const line = (response: ServerResponse, { id, time, topic, message }: Published) =>
    response.write(`${JSON.stringify({ id, time, event: 'message', topic, message })}\n`);

  const stream = (request: IncomingMessage, response: ServerResponse, topic: string, since: string): void => {
    authorizations.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${JSON.stringify({ id: 'o', time: 0, event: 'open', topic })}\n`);
    const known = published.findIndex(({ id }) => id === since);
    const missed = known >= 0 ? published.slice(known + 1) : published.filter(({ time }) => time >= Number(since));
    for (const message of missed) if (message.topic === topic) line(response, message);
    open.set(response, topic);
    response.on('close', () => open.delete(response));
  };

  const take = (topic: string, message: string): void => {
    const one = { id: `m${published.length + 1}`, time: Math.floor(Date.now() / 1000), topic, message };
    published.push(one);
    for (const [response, followed] of open) if (followed === topic) line(response, one);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://ntfy');
    const [, topic = '', kind] = url.pathname.split('/');
    if (kind === 'json') return stream(request, response, topic, url.searchParams.get('since') ?? '');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (topic === '') notified.push(JSON.parse(body) as Record<string, unknown>);
      else take(topic, body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    notified,
    buttons: () => z.object({ actions: buttonsSchema }).parse(notified[0]).actions,
    authorizations,
    streams: (topic) => [...open.values()].filter((followed) => followed === topic).length,
    publish: async (topic, message) => {
      const response = await fetch(`${url}/${topic}`, { method: 'POST', body: message });
      await response.text();
    },
    cut: () => {
      for (const response of open.keys()) response.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
