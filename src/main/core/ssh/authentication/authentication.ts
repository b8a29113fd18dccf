import type { AnyAuthMethod, AuthHandlerMiddleware, KeyboardInteractiveCallback, Prompt } from 'ssh2';
import type { AuthenticationMethod, SshOptions } from '../config/sshOptions.ts';
import { signWithAgent } from './agentClient.ts';
import type { Identities, Identity } from './identities.ts';
import { IdentityAgent } from './identityAgent.ts';
import type { Keyring } from './keyring.ts';
import type { Person } from './person.ts';
import type { Secrets } from './secrets.ts';

/** One run through everything that may be offered to a host, in OpenSSH's order, each thing once. */
export type Authentication = {
  readonly handler: AuthHandlerMiddleware;
  /** Must hear each debug line of ssh2: for keys it tells nowhere else what the host still accepts. */
  readonly heard: (line: string) => void;
  /** What was offered so far, in words. */
  readonly offered: () => readonly string[];
  /** The methods that the host named last. */
  readonly accepted: () => readonly string[];
  /** Keys that were to be used and could not, in words. */
  readonly troubles: () => readonly string[];
};

export type AuthenticationDeps = {
  readonly hostId: string;
  readonly options: SshOptions;
  readonly identities: () => Promise<Identities>;
  readonly keyring: Keyring;
  readonly secrets: Secrets;
  readonly person: Person;
  readonly signal: AbortSignal;
  /** Nothing is left to offer, or the person gave up. */
  readonly exhausted: () => void;
  readonly failed: (error: unknown) => void;
};

export function createAuthentication(deps: AuthenticationDeps): Authentication {
  const { options, exhausted, failed } = deps;
  const offered: string[] = [];
  const troubles: string[] = [];
  let accepted: readonly string[] = [];
  const methods: Readonly<Record<AuthenticationMethod, AsyncGenerator<AnyAuthMethod, void>>> = {
    publickey: keyMethods(deps, offered, troubles),
    'keyboard-interactive': interactiveMethods(deps, offered),
    password: passwordMethods(deps, offered),
  };
  const next = async (): Promise<AnyAuthMethod | null> => {
    for (const method of options.methods) {
      if (!accepted.includes(method)) continue;
      const attempt = await methods[method].next();
      if (attempt.done !== true) return attempt.value;
    }
    return null;
  };
  let hasAskedWhatIsAccepted = false;
  return {
    handler: (_methodsLeft, _isPartial, proceed) => {
      if (!hasAskedWhatIsAccepted) {
        hasAskedWhatIsAccepted = true;
        return proceed({ type: 'none', username: options.user });
      }
      next().then((method) => (method === null ? exhausted() : proceed(method)), failed);
    },
    heard: (line) => {
      const list = /USERAUTH_FAILURE \((.*)\)$/.exec(line)?.[1];
      if (list !== undefined) accepted = list.split(',');
    },
    offered: () => offered,
    accepted: () => accepted,
    troubles: () => troubles,
  };
}

async function* keyMethods(
  deps: AuthenticationDeps,
  offered: string[],
  troubles: string[],
): AsyncGenerator<AnyAuthMethod, void> {
  /** What one key cannot do is no reason to give up the others. */
  const note = (error: unknown): void => void troubles.push(error instanceof Error ? error.message : String(error));
  const { usable } = await deps.identities();
  for (const identity of usable) {
    const publicBlob = await publicBlobOf(identity, deps).catch(note);
    if (publicBlob === undefined || publicBlob === null) continue;
    offered.push(identity.kind === 'agent' ? `agent key ${identity.name}` : identity.keyFile.file);
    const signOrNote = (data: Buffer, hash: string | undefined): Promise<Buffer> =>
      sign(identity, data, hash, deps).catch((error: unknown) => {
        note(error);
        throw error;
      });
    yield { type: 'agent', username: deps.options.user, agent: new IdentityAgent({ publicBlob, sign: signOrNote }) };
  }
}

/** Only an old encrypted PEM without `.pub` must be unlocked before it can be offered. */
async function publicBlobOf(identity: Identity, deps: AuthenticationDeps): Promise<Buffer | null> {
  const known = identity.kind === 'agent' ? identity.publicKey : identity.keyFile.publicKey;
  if (known !== null || identity.kind === 'agent') return known?.blob ?? null;
  const key = await unlock(identity, deps);
  return key?.getPublicSSH() ?? null;
}

async function sign(
  identity: Identity,
  data: Buffer,
  hash: string | undefined,
  deps: AuthenticationDeps,
): Promise<Buffer> {
  if (identity.kind === 'agent') {
    const { socket, publicKey, name } = identity;
    return await signWithAgent(socket, publicKey, data, hash, deps.signal).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`No signature of the agent key ${name}: ${why}`, { cause });
    });
  }
  const key = await unlock(identity, deps);
  if (key === null) throw new Error(`No passphrase for ${identity.keyFile.file}.`);
  const signature: Buffer | Error = key.sign(data, hash);
  if (signature instanceof Error) throw signature;
  return signature;
}

function unlock(identity: Identity & { readonly kind: 'file' }, deps: AuthenticationDeps) {
  const file = { file: identity.keyFile.file, privateText: identity.privateText };
  return deps.keyring.unlock(file, deps.hostId, deps.person, deps.options.numberOfPasswordPrompts);
}

function passwordName(options: SshOptions): string {
  return `password:${options.user}@${options.hostName}:${options.port}`;
}

async function* passwordMethods(deps: AuthenticationDeps, offered: string[]): AsyncGenerator<AnyAuthMethod, void> {
  const { options, secrets, person, hostId } = deps;
  // Where the host asks its questions itself, the password was among the answers and is not tried a second time.
  if (offered.includes('keyboard-interactive')) return;
  let instructions = '';
  for (let attempt = 0; attempt < options.numberOfPasswordPrompts; attempt += 1) {
    const password = await person.secret(passwordName(options), {
      kind: 'credentials',
      hostId,
      user: options.user,
      title: `Password of ${options.user} on ${options.hostName}`,
      instructions,
      fields: [{ label: 'Password', echo: false }],
    });
    if (password === null) return;
    offered.push('password');
    yield { type: 'password', username: options.user, password };
    secrets.refuse(passwordName(options), password);
    instructions = 'The password before was refused.';
  }
}

async function* interactiveMethods(deps: AuthenticationDeps, offered: string[]): AsyncGenerator<AnyAuthMethod, void> {
  const { options, secrets } = deps;
  for (let attempt = 0; attempt < options.numberOfPasswordPrompts; attempt += 1) {
    const round: { wasAsked: boolean; password: string | null } = { wasAsked: false, password: null };
    yield {
      type: 'keyboard-interactive',
      username: options.user,
      prompt: (name, instructions, _language, prompts, finish) => {
        round.wasAsked = true;
        if (!offered.includes('keyboard-interactive')) offered.push('keyboard-interactive');
        const refused = attempt === 0 ? '' : 'The answer before was refused. ';
        answer(deps, { name, instructions: `${refused}${instructions}`, prompts }, finish).then((password) => {
          round.password = password;
        }, deps.failed);
      },
    };
    // A host that refuses without a question would do so again.
    if (!round.wasAsked) return;
    secrets.refuse(passwordName(options), round.password);
  }
}

/**
 * Resolves with the password that was given, if it was one. Where the person would not answer, the host gets no answer
 * either: an empty one would count as a wrong one.
 */
async function answer(
  deps: AuthenticationDeps,
  asked: { readonly name: string; readonly instructions: string; readonly prompts: readonly Prompt[] },
  finish: KeyboardInteractiveCallback,
): Promise<string | null> {
  const { options, person, hostId } = deps;
  const question = {
    kind: 'credentials' as const,
    hostId,
    user: options.user,
    title: asked.name === '' ? `${options.hostName} asks ${options.user}` : asked.name,
    instructions: asked.instructions.trim(),
    fields: asked.prompts.map(({ prompt, echo }) => ({ label: prompt.trim(), echo: echo === true })),
  };
  const [only, ...others] = question.fields;
  const isPassword = only !== undefined && others.length === 0 && !only.echo && isPasswordLabel(only.label);
  if (isPassword) {
    const password = await person.secret(passwordName(options), question);
    if (password === null) deps.exhausted();
    else finish([password]);
    return password;
  }
  const given = await person.values(question);
  if (given === null) deps.exhausted();
  else finish(asked.prompts.map((_prompt, index) => given.values[index] ?? ''));
  return null;
}

/** The question for the password of today; a host that wants another one set is answered by the person alone. */
function isPasswordLabel(label: string): boolean {
  return /password/i.test(label) && !/\b(new|retype|re-enter|reenter|repeat|again|confirm|verify)\b/i.test(label);
}
