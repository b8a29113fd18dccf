import { createConnection } from 'node:net';
import { type PublicKey, publicKeyFrom, readStrings } from '../hostKeys/publicKey.ts';

/** A key that the agent holds; its type may be one that only the system's ssh can use (FIDO, certificate). */
export type AgentKey = { readonly publicKey: PublicKey; readonly comment: string };

const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;
const longestAnswerBytes = 256 * 1024;

/** The keys of the agent behind this socket or Windows pipe, in its order. Rejects when it cannot be asked. */
export async function listAgentKeys(socket: string, signal: AbortSignal): Promise<readonly AgentKey[]> {
  const answer = await ask(socket, Buffer.from([requestIdentities]), identitiesAnswer, signal);
  const strings = readStrings(answer.subarray(4));
  const keys: AgentKey[] = [];
  for (let index = 0; index + 1 < strings.length; index += 2) {
    const publicKey = publicKeyFrom(strings[index] ?? Buffer.alloc(0));
    if (publicKey !== null) keys.push({ publicKey, comment: strings[index + 1]?.toString('utf8') ?? '' });
  }
  return keys;
}

/** Lets the agent sign; an agent may ask its person first, so only the signal limits it. `hash` matters for RSA. */
export async function signWithAgent(
  socket: string,
  key: PublicKey,
  data: Buffer,
  hash: string | undefined,
  signal: AbortSignal,
): Promise<Buffer> {
  const flags = Buffer.alloc(4);
  flags.writeUInt32BE(hash === 'sha256' ? 2 : hash === 'sha512' ? 4 : 0);
  const request = Buffer.concat([Buffer.from([signRequest]), sshString(key.blob), sshString(data), flags]);
  const answer = await ask(socket, request, signResponse, signal);
  const signature = readStrings(readStrings(answer)[0] ?? Buffer.alloc(0))[1];
  if (signature === undefined) throw new Error('The SSH agent answered with a damaged signature.');
  return signature;
}

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** One request on a connection of its own; resolves with what follows the type byte of the answer. */
function ask(socketPath: string, request: Buffer, expected: number, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = createConnection(socketPath);
    let received: Buffer = Buffer.alloc(0);
    const finish = (outcome: () => void): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      outcome();
    };
    const fail = (text: string): void => finish(() => reject(new Error(`The SSH agent at ${socketPath} ${text}.`)));
    const abort = (): void => finish(() => reject(signal.reason as Error));
    signal.addEventListener('abort', abort, { once: true });
    socket.on('connect', () => socket.write(sshString(request)));
    socket.on('error', (error) => fail(`cannot be reached (${error.message})`));
    socket.on('close', () => fail('hung up'));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 5) return;
      const length = received.readUInt32BE(0);
      if (length < 1 || length > longestAnswerBytes) return fail('speaks another protocol');
      if (received.length < 4 + length) return;
      if (received[4] !== expected) return fail('refused');
      finish(() => resolve(received.subarray(5, 4 + length)));
    });
  });
}
