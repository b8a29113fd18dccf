import type { Clue } from './clue.ts';

/** Once a cause is known, starting again is what follows its mending; what only answers wrongly needs no restart. */
export function afterTheCause(clues: readonly Clue[]): readonly Clue[] {
  const cause = clues.find(({ nearness, severity }) => nearness === 0 && severity === 'critical');
  if (cause === undefined) return clues;
  const reason = `it starts the service again, once this is mended: ${cause.text.slice(0, 120)}`;
  return clues.map((one) => {
    if (one.nearness < 2) return one;
    if (one.id.startsWith('answer:')) return { ...one, needs: [] };
    return {
      ...one,
      needs: one.needs.map((need) => (/^(?:restart|reset)-unit$/.test(need.kind) ? { ...need, reason } : need)),
    };
  });
}

/** Causes that explain others: their echoes step back behind them. */
const echoes: Readonly<Record<string, readonly string[]>> = {
  'unit-bound': [
    'permission',
    'read-only',
    'database-missing',
    'code-error',
    'missing-file',
    'start-step',
    'unreachable',
    'connection-refused',
    'name-not-resolved',
    'out-of-memory',
    'too-many-tasks',
    'crash',
    'sudo-refused',
  ],
  'too-many-watches': ['disk-full', 'too-many-files', 'code-error'],
  'port-taken': ['code-error'],
  'port-forbidden': ['code-error', 'permission'],
  'address-missing': ['code-error'],
  permission: [
    'code-error',
    'missing-file',
    'config-syntax',
    'json-syntax',
    'start-step',
    'database-missing',
    'config-value',
  ],
  'missing-file': ['code-error', 'start-step', 'config-value', 'database-missing'],
  'start-step': ['missing-file', 'permission'],
  'config-syntax': ['json-syntax', 'code-error', 'json-broken', 'config-value', 'merge-conflict'],
  'merge-conflict': ['config-syntax', 'json-syntax', 'code-error', 'json-broken', 'config-value'],
  'config-value': ['code-error', 'json-syntax'],
  'json-broken': ['json-syntax', 'code-error'],
  'json-syntax': ['code-error', 'config-value'],
  'name-not-resolved': ['code-error', 'connection-refused', 'unreachable'],
  'connection-refused': ['code-error', 'upstream-error', 'unreachable'],
  unreachable: ['code-error'],
  'stopped-upstream': ['unreachable', 'connection-refused', 'code-error'],
  'not-tls': ['code-error', 'unreachable', 'certificate-refused', 'http-400'],
  clock: ['certificate', 'certificate-refused', 'code-error'],
  certificate: ['code-error', 'certificate-refused'],
  'certificate-name': ['code-error', 'certificate-refused'],
  'key-mismatch': ['code-error', 'certificate-refused', 'config-syntax'],
  'too-many-files': ['code-error', 'unreachable', 'name-not-resolved'],
  'too-many-tasks': ['code-error', 'out-of-memory'],
  'out-of-memory': ['code-error'],
  'database-locked': ['code-error'],
  'database-broken': ['code-error', 'json-syntax'],
  'database-missing': ['code-error'],
  schema: ['code-error'],
  'mounted-read-only': ['read-only', 'code-error', 'permission'],
  'read-only': ['code-error'],
  quota: ['disk-full', 'code-error', 'http-429'],
  'http-401': ['code-error', 'upstream-error', 'http-403'],
  'http-403': ['code-error'],
  'http-404': ['code-error'],
  'http-429': ['code-error', 'upstream-error'],
  'disk-full': ['code-error'],
  'result-watchdog': ['crash'],
  'result-oom-kill': ['crash'],
};

/** What programs say of a file that they could not write or only wrote in part, while a disk is full. */
const ofFullDisk = /^(?:json|config|code|missing|read-only|database|unreachable)/;

/** The clues with those that another explains behind it. */
export function withoutEchoes(clues: readonly Clue[]): readonly Clue[] {
  const strong = clues.filter(({ severity, nearness }) => severity === 'critical' && nearness <= 1);
  const explained = new Set<string>();
  for (const { id } of strong.toSorted((one, other) => one.nearness - other.nearness))
    if (!explained.has(id)) for (const echo of echoes[id] ?? []) explained.add(echo);
  const isFull = strong.some(({ id }) => /^(?:disk|inodes):/.test(id));
  return clues.flatMap((one) => {
    if (isFull && one.id === 'disk-full') return [];
    if (isToldBetter(one, strong)) return [];
    const isEcho = explained.has(one.id) || (isFull && ofFullDisk.test(one.id));
    return [isEcho && one.nearness <= 1 ? { ...one, nearness: 2 as const, needs: [] } : one];
  });
}

const pathIn = ({ text }: Clue): string | undefined => /\/[^\s,:]+/.exec(text)?.[0];

/** What a parser said of a file whose error is known by its line already is the same thing twice. */
function isToldBetter(one: Clue, strong: readonly Clue[]): boolean {
  if (one.id !== 'json-syntax') return false;
  const path = pathIn(one);
  return strong.some(
    (other) => /^(?:config-syntax|json-broken)$/.test(other.id) && (path === undefined || path === pathIn(other)),
  );
}
