import { assertNever } from '../assertNever.ts';
import type { Channel } from '../channel/channelDefinition.ts';
import type { LabFile } from './labFile.ts';
import type { ReferenceProblem } from './labReferences.ts';

type Problem = { readonly key: string; readonly message: string; readonly mend: string };

/** Channels that share an id, lack what their kind needs, or would show a password to the network. */
export function channelProblems({ channels = [] }: LabFile): readonly ReferenceProblem[] {
  const seen = new Set<string>();
  return channels.flatMap((channel, index) => {
    const problems = [
      ...ofKind(channel),
      ...ofQuiet(channel),
      ...(seen.has(channel.id) ? [usedTwice(channel.id)] : []),
    ];
    seen.add(channel.id);
    return problems.map(({ key, message, mend }) => ({ path: ['channels', index, key], message, mend }));
  });
}

function ofQuiet({ quiet }: Channel): readonly Problem[] {
  if (quiet === undefined || quiet.from !== quiet.to) return [];
  const mend = 'Write another end, or leave `quiet` out; `levels: [P1]` lets nothing but P1 through at any time.';
  return [{ key: 'quiet', message: `Quiet hours from ${quiet.from} to ${quiet.to} never hold`, mend }];
}

function usedTwice(id: string): Problem {
  const mend = 'Give this one an id that no other channel has.';
  return { key: 'id', message: `\`id\` ${id} is already the id of a channel`, mend };
}

function ofKind(channel: Channel): readonly Problem[] {
  switch (channel.kind) {
    case 'email':
      return channel.security === 'none' && channel.user !== undefined && !isLoopback(channel.host)
        ? [clearPassword(channel.host)]
        : [];
    case 'ntfy':
      return channel.replyTopic === channel.topic ? [sameTopic] : [];
    case 'webhook':
      return ofWebhook(channel);
    default:
      return assertNever(channel);
  }
}

function ofWebhook({ id, shape, url, room }: Extract<Channel, { kind: 'webhook' }>): readonly Problem[] {
  const problems: Problem[] = [];
  const isServer = shape === 'matrix' || shape === 'gotify';
  if (isServer && url === undefined) {
    problems.push({ key: 'shape', message: `Channel ${id} needs the address of its server`, mend: 'Add `url`.' });
  }
  if (shape === 'matrix' && room === undefined) {
    const mend = 'Add `room`, such as `!abc:example.org`; the access token goes into the vault.';
    problems.push({ key: 'shape', message: `Channel ${id} does not say which room`, mend });
  }
  return problems;
}

const sameTopic: Problem = {
  key: 'replyTopic',
  message: '`replyTopic` is the topic that notifications go to',
  mend: 'Make up another topic, hard to guess, for the replies.',
};

function clearPassword(host: string): Problem {
  return {
    key: 'security',
    message: `The password would go to ${host} in the clear`,
    mend: 'Write `starttls` or `tls`, or leave out `user`.',
  };
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}
