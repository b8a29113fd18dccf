import type { IssuePattern } from '../runbook/runbook.ts';
import { type Clue, clue, type Topic } from './clue.ts';
import type { Scene } from './read/scene.ts';
import { unseenWhy } from './read/sight.ts';

type Decider = {
  readonly words: RegExp;
  readonly topics: readonly Topic[];
  /** Clues of other topics that answer the point too, by their ids. */
  readonly ids?: readonly string[];
  /** Looks of which at least one must have said something, and what their silence means in words. */
  readonly looks: readonly string[];
  readonly fine: string;
};

/** What the points of issue patterns ask, by their words; the first that fits counts. */
const deciders: readonly Decider[] = [
  {
    words: /rate.?limit|throttl|quota|429/i,
    topics: ['rateLimit'],
    looks: ['Last journal lines', 'What it calls'],
    fine: 'no server limited its requests',
  },
  {
    words: /credential|auth|token|api key|password|login/i,
    topics: ['credentials'],
    looks: ['Last journal lines', 'What it calls'],
    fine: 'no server refused its credentials',
  },
  {
    words: /request pattern|traffic|clients?\b|access log|requests\b/i,
    topics: ['requests'],
    looks: ['Who asks most'],
    fine: 'no client stands out',
  },
  {
    words: /external|api connect|third.?party|upstream|integration/i,
    topics: ['external'],
    // What is not found on the network is not reached either.
    ids: ['name-not-resolved', 'unreachable', 'not-tls'],
    looks: ['Last journal lines', 'What it calls'],
    fine: 'what it calls answers',
  },
  {
    words: /recent|changes?\b|deploy|commit/i,
    topics: ['changes'],
    looks: ['Changed files'],
    fine: 'nothing of its own changed in the hour before',
  },
  {
    words: /config|syntax|settings/i,
    topics: ['configuration'],
    looks: ['Last journal lines', 'Whether JSON is whole', 'Configuration check'],
    fine: 'no configuration is refused, and data files are whole',
  },
  {
    words: /permission|owner|access right|chmod|chown/i,
    topics: ['permissions'],
    looks: ['Way to its files', 'Files of the service'],
    fine: 'its account may read what it needs',
  },
  {
    words: /\bports?\b|listen|bind/i,
    topics: ['port'],
    looks: ['Who listens'],
    fine: 'no other program holds its port',
  },
  {
    words: /depend|required|prerequisite/i,
    topics: ['dependencies'],
    looks: ['What it needs', 'Failed units'],
    fine: 'all units that it needs are there, and none failed',
  },
  {
    words: /database|storage|disk|inode|i\/o|space/i,
    topics: ['storage'],
    looks: ['Disk space'],
    fine: 'file systems have room and are writable',
  },
  {
    words: /cpu|memory|\bload\b|resource|process/i,
    topics: ['resources'],
    looks: ['Memory', 'Uptime and load'],
    fine: 'memory, load and open files are in order',
  },
  {
    words: /network|connectivity|dns|route|reach|name resol/i,
    topics: ['network'],
    looks: ['Names and routes', 'What it calls'],
    fine: 'names resolve and links are up',
  },
];

/** Yes, no or unknown for each point of the runbook's issue patterns, with the reason. */
export function pointClues(scene: Scene, patterns: readonly IssuePattern[], clues: readonly Clue[]): readonly Clue[] {
  return patterns.flatMap(({ title, points }) => points.map((point) => pointClue(scene, title, point, clues)));
}

function pointClue(
  scene: Scene,
  pattern: string,
  { id, text }: { readonly id: string; readonly text: string },
  clues: readonly Clue[],
): Clue {
  const make = (severity: Clue['severity'], verdict: string, proof = '') =>
    clue('changes', 3, `point:${id}`, severity, `${pattern} - ${text}: ${verdict}`, proof);
  const decider = deciders.find(({ words }) => words.test(text));
  if (decider === undefined) return make('unknown', 'unknown: no diagnostic of Sitrep decides this point');
  const guilty = clues.filter(
    ({ id: clueId, topic, severity, nearness }) =>
      (decider.topics.includes(topic) || decider.ids?.includes(clueId) === true) &&
      (severity === 'critical' || (severity === 'warning' && nearness < 3)),
  );
  const [first] = guilty.toSorted((a, b) => a.nearness - b.nearness);
  if (first !== undefined) {
    // A change is no trouble where nothing is wrong.
    const isTroubled = clues.some(({ topic, severity }) => topic !== 'changes' && severity === 'critical');
    return make(first.topic === 'changes' && !isTroubled ? 'info' : 'warning', `yes: ${first.text}`, first.proof);
  }
  const reasons = decider.looks.map((look) => unseenWhy(scene, look));
  if (reasons.every((reason) => reason !== null)) return make('unknown', `unknown: ${reasons[0] ?? ''}`);
  return make('ok', `no: ${decider.fine}`);
}
