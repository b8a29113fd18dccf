import type { Clue } from './clue.ts';

const onThisHost = /^answer:https?:\/\/(?:localhost|127\.[\d.]+|\[::1\])(?::(\d+))?(?:\/|$)/;

/** The port on this host at which an address does not answer; null for every other clue. */
function unansweredPort({ id, text }: Clue): string | null {
  const match = text.includes('does not answer') ? onThisHost.exec(id) : null;
  return match === null ? null : (match[1] ?? (id.startsWith('answer:https') ? '443' : '80'));
}

/** That nothing listens on a port, and that an address at it does not answer, is one thing: told once, with both proofs. */
export function withSilentPorts(clues: readonly Clue[]): readonly Clue[] {
  const silent = clues.filter(({ id, severity }) => id.startsWith('port:') && severity !== 'ok');
  const told = new Set<Clue>();
  const answers = clues.map((one): Clue => {
    const port = silent.find(({ id }) => id === `port:${unansweredPort(one) ?? ''}`);
    if (port === undefined) return one;
    told.add(port);
    return { ...one, proof: `${port.text}\n${one.proof}`, needs: [...port.needs, ...one.needs] };
  });
  return answers.filter((one) => !told.has(one));
}
