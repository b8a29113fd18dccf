import { type Clue, clue } from '../clue.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';

const slowSeconds = 2;

/** What the service answers on its own host: an error status, and what the answer says of the reason. */
export function answerClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'What it answers')].flatMap(([url, text]): readonly Clue[] => {
    if (url === '') return [];
    const status = Number(/^HTTP\/[\d.]+ (\d{3})/m.exec(text)?.[1] ?? Number.NaN);
    const proof = text.trim().slice(0, 1_000);
    if (Number.isNaN(status) && !text.includes('curl: ('))
      return [clue('unit', 3, `answer:${url}`, 'unknown', `${url} was not asked: this host has no curl`, proof)];
    if (Number.isNaN(status)) {
      const why = /curl: \(\d+\) (.*)/.exec(text)?.[1] ?? 'no answer';
      const isSlow = /timed out/i.test(why);
      const isHanging = isSlow && scene.isUp;
      return [
        clue('unit', isHanging ? 1 : 2, `answer:${url}`, 'critical', `${url} does not answer: ${why}`, proof, [
          { kind: 'restart-unit', reason: isSlow ? 'the process may hang' : 'nothing listens there' },
        ]),
      ];
    }
    const seconds = Number(/^seconds ([\d.]+)/m.exec(text)?.[1] ?? 0);
    if (status < 400 && seconds > slowSeconds)
      return [
        clue(
          'resources',
          2,
          `answer:${url}`,
          'warning',
          `${url} answers ${String(status)} only after ${seconds.toFixed(1)} s`,
          proof,
          [{ kind: 'restart-unit', reason: 'an inner state may be broken' }],
        ),
      ];
    if (status < 400)
      return [clue('unit', 3, `answer:${url}`, 'ok', `${url} answers ${String(status)}`, proof.split('\n')[0] ?? '')];
    return [
      clue('unit', 2, `answer:${url}`, 'critical', `${url} answers ${String(status)}`, proof, [
        { kind: 'restart-unit', reason: 'an inner state may be broken' },
      ]),
    ];
  });
}

/** Bodies of error answers, which often name the cause. */
export function answerWords(scene: Scene): string {
  const bodies = [...sectionsOf(scene, 'What it answers').values()].filter((text) => /^HTTP\/[\d.]+ [45]/m.test(text));
  return bodies
    .map((text) =>
      text
        .split(/\r?\n\r?\n/)
        .slice(1)
        .join('\n'),
    )
    .join('\n');
}
