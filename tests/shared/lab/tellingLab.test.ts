import { expect, it } from 'vitest';
import { parseLabText } from '#shared/lab/parseLabText.ts';

const start = `version: 1
hosts:
  - { id: nas, access: { transport: local }, checks: [{ id: nas-load, kind: load }] }
`;
const seen = (text: string) =>
  parseLabText(start + text, 'lab.yaml').problems.map(({ line, column, message, mend }) => [
    line,
    column,
    message,
    mend,
  ]);

it('takes channels, a heartbeat, ingest and maintenance', () => {
  const text = `
channels:
  - { id: phone, kind: ntfy, server: 'https://ntfy.sh', topic: my-lab, replyTopic: 'my-lab-8f3a2c', quiet: { from: '22:00', to: '07:00' } }
  - { id: mail, kind: email, host: mail.example.org, user: me, from: me@example.org, to: [me@example.org], levels: [P1, P2] }
  - { id: chat, kind: webhook, shape: discord }
  - { id: room, kind: webhook, shape: matrix, url: 'https://matrix.example.org', room: '!abc:example.org' }
heartbeat: { url: 'https://hc.example.org/ping/abc', every: 60 }
ingest: { port: 9095 }
maintenance:
  - { id: updates, hosts: [nas], weekly: { days: [7], from: '03:00', to: '05:00' }, timeZone: Europe/Berlin }
  - { id: move, start: 2026-11-28 10:00, end: 2026-11-28 18:00 }
`;
  expect(seen(text)).toEqual([]);
});

it('takes a file without any of them, and one whose lists became empty', () => {
  expect(seen('')).toEqual([]);
  expect(seen('channels:\nmaintenance:\n')).toEqual([]);
});

it('says where a channel lacks what its kind needs', () => {
  expect(seen('channels:\n  - { id: room, kind: webhook, shape: matrix }\n')).toEqual([
    [5, 39, 'Channel room needs the address of its server', 'Add `url`.'],
    [
      5,
      39,
      'Channel room does not say which room',
      'Add `room`, such as `!abc:example.org`; the access token goes into the vault.',
    ],
  ]);
  expect(seen('channels:\n  - { id: chat, kind: slack }\n')[0]?.slice(0, 3)).toEqual([
    5,
    23,
    '`kind` cannot be `slack`',
  ]);
});

it('refuses two channels with one id, replies on the topic itself, and a password in the clear', () => {
  const text = `channels:
  - { id: a, kind: ntfy, server: 'https://ntfy.sh', topic: my-lab-topic, replyTopic: my-lab-topic }
  - { id: a, kind: email, host: mail.lan, security: none, user: me, from: me@lan.example, to: [me@lan.example] }
`;
  expect(seen(text).map(([line, column, message]) => [line, column, message])).toEqual([
    [5, 86, '`replyTopic` is the topic that notifications go to'],
    [6, 11, '`id` a is already the id of a channel'],
    [6, 53, 'The password would go to mail.lan in the clear'],
  ]);
});

it('says what is wrong with a maintenance window, at its place', () => {
  const text = `maintenance:
  - { id: a, hosts: [nass], weekly: { days: [1], from: '03:00', to: '05:00' } }
  - { id: b, start: 2026-11-28 10:00 }
  - { id: c, start: 2026-02-30 10:00, end: 2026-03-01 10:00 }
  - { id: d, start: 2026-03-02 10:00, end: 2026-03-01 10:00, timeZone: Berlin }
  - { id: e, weekly: { days: [8], from: '3:00', to: '05:00' } }
`;
  expect(
    seen(text.split('\n').slice(0, 5).join('\n')).map(([line, column, message]) => [line, column, message]),
  ).toEqual([
    [5, 22, 'There is no host with the id nass'],
    [6, 11, 'Window b must say when it holds, in one way'],
    [7, 21, 'There is no such date as 2026-02-30 10:00'],
    [8, 44, 'Window d ends before it starts'],
    [8, 72, 'There is no time zone Berlin'],
  ]);
  const wrongShape = `maintenance:\n${text.split('\n')[5] ?? ''}\n`;
  expect(seen(wrongShape).map(([line, , message]) => [line, message])).toEqual([
    [5, 'entry 1 of `days` is too large'],
    [5, '`from` must be a time of day such as 03:00'],
  ]);
});

it('says that ingest listens on addresses, not names', () => {
  expect(seen('ingest: { address: localhost, port: 9095 }\n')).toEqual([
    [4, 20, '`address`: must be an IP address such as 127.0.0.1', 'Change it so that it fits.'],
  ]);
});
