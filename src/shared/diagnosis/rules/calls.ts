import { type Clue, clue } from '../clue.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { wordClues } from '../words/wordClues.ts';
import { answerClues } from './answers.ts';
import { refusedClue } from './refused.ts';

/** Addresses that the configuration or the runbook names, each asked from the host itself. */
export function callClues(scene: Scene, words: readonly Clue[]): readonly Clue[] {
  return [...sectionsOf(scene, 'What it calls')].flatMap(([url, text]): readonly Clue[] =>
    url === '' || isOwnAddress(scene, url) ? [] : weighed(scene, url, words, callClue(scene, url, text)),
  );
}

function isOwnAddress(scene: Scene, url: string): boolean {
  if (scene.subject.localUrls.some((own) => own.startsWith(url))) return true;
  return scene.subject.ports.some((port) =>
    new RegExp(`^https?://(?:localhost|127\\.0\\.0\\.1):${String(port)}$`).test(url),
  );
}

/** What one address answers. */
function callClue(scene: Scene, url: string, text: string): readonly Clue[] {
  const proof = `${url}\n${text.trim()}`.slice(0, 1_000);
  const missing = /^name (\S+) not resolved/m.exec(text)?.[1];
  if (missing !== undefined)
    return [
      clue('network', 1, 'name-not-resolved', 'critical', `A name is not resolved: ${missing}`, proof, [
        { kind: 'restart-resolver', reason: 'names are resolved by it' },
      ]),
    ];
  const status = Number([...text.matchAll(/^HTTP\/[\d.]+ (\d{3})/gm)].at(-1)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return noAnswer(scene, url, text, proof);
  if (status === 429 || /^(?:x-)?ratelimit-remaining: 0\b/im.test(text))
    return wordClues(scene, `${url} 429 Too Many Requests ${/retry-after: ?\d+/i.exec(text)?.[0] ?? ''}`).map(
      (one) => ({ ...one, proof }),
    );
  if (status >= 500)
    return [
      clue(
        'external',
        1,
        'upstream-error',
        'critical',
        `A server that it calls answers ${String(status)} (${url})`,
        proof,
      ),
    ];
  // Asked without credentials and without a path, 401, 403 and 404 are what a sound server says.
  return [clue('external', 3, `call:${url}`, 'ok', `${url} answers ${String(status)}`, text.split('\n')[0] ?? '')];
}

function noAnswer(scene: Scene, url: string, text: string, proof: string): readonly Clue[] {
  if (/command not found|curl: not found/.test(text)) return [];
  const hosts = hostsText(text);
  if (isRefused(text)) {
    const refused = refusedClue(scene, url, proof);
    return [{ ...refused, text: `${refused.text}${hosts}`.slice(0, 300), nearness: 1 }];
  }
  const words = wordClues(scene, text.replaceAll(/^(?:name|hosts line) .*$/gm, ''));
  // That it was refused was ruled out by the time that it took.
  const known = words.filter(({ id }) => id !== 'unreachable' && id !== 'connection-refused');
  if (known.length > 0)
    return known.map((one) => ({
      ...one,
      proof,
      text: one.text.includes(url) ? one.text : `${one.text} (${url})`.slice(0, 300),
    }));
  const last = text.trim().split('\n').at(-1) ?? '';
  return [
    clue(
      'network',
      1,
      'unreachable',
      'critical',
      `Something that it calls cannot be reached (${url})${hosts}: ${last}`,
      proof,
    ),
  ];
}

/** A refusal comes at once; what takes its time is a machine that is not there. */
function isRefused(text: string): boolean {
  if (/timed out|No route/.test(text)) return false;
  const afterMs = Number(/Failed to connect to \S+ port \d+ after (\d+) ms/.exec(text)?.[1] ?? 0);
  return /refused/i.test(text) || (/Failed to connect|Couldn't connect/.test(text) && afterMs < 900);
}

/** Where the name of an address stands in /etc/hosts: an entry there outlives the machine that it was true for. */
function hostsText(text: string): string {
  const [, name = '', address = ''] = /^name (\S+) resolved to (\S+)/m.exec(text) ?? [];
  const line = [...text.matchAll(/^hosts line (\d+):(\S+)/gm)].find((one) => one[2] === address)?.[1];
  return line === undefined || /^(?:127\.|::1)/.test(address)
    ? ''
    : `; /etc/hosts, line ${line}, sends ${name} to ${address}`;
}

/** The same with the entry of /etc/hosts by which a name that is not reached was looked up. */
export function withHosts(scene: Scene, clues: readonly Clue[]): readonly Clue[] {
  const sections = [...sectionsOf(scene, 'What it calls')];
  return clues.map((one) => {
    if (!/^(?:unreachable|connection-refused)$/.test(one.id) || one.text.includes('/etc/hosts')) return one;
    const asked = sections.find(([url]) => url !== '' && one.text.includes(nameIn(url)));
    const hosts = asked === undefined ? '' : hostsText(asked[1]);
    return hosts === '' ? one : { ...one, text: withInsert(one.text, hosts) };
  });
}

const nameIn = (url: string): string => url.replace(/^https?:\/\//, '').replace(/:\d+$/, '');

/** Before the words of the program, which may be long. */
function withInsert(text: string, hosts: string): string {
  const at = text.indexOf(': ');
  return (at === -1 ? `${text}${hosts}` : `${text.slice(0, at)}${hosts}${text.slice(at)}`).slice(0, 300);
}

/**
 * What an address answers matters as far as the service shows it: where the service complains of the same, it is the
 * cause; where it runs soundly or does not run at all for other reasons, it is only worth knowing.
 */
function weighed(scene: Scene, url: string, words: readonly Clue[], clues: readonly Clue[]): readonly Clue[] {
  const host = url.replace(/^https?:\/\//, '');
  const said = scene.journal.some(({ text }) => text.includes(host));
  const answers = answerClues(scene);
  const isBad = answers.some(({ severity }) => severity === 'critical');
  return clues.map((one) => {
    if (one.severity !== 'critical') return one;
    if (words.some(({ id }) => id === one.id)) return { ...one, nearness: 0 };
    return said || scene.unit === null || (isBad && scene.isUp) ? one : { ...one, severity: 'warning', nearness: 2 };
  });
}
