import type { Runbook } from '../runbook.ts';

/** A variable that a document could have, with the value that stands there now as its default. */
export type Proposal = {
  readonly kind: 'unit' | 'root' | 'port';
  readonly name: string;
  readonly value: string;
  readonly pattern: string;
  readonly description: string;
  /** Finds the value in a command; the first group is what stands before it. */
  readonly occurrence: RegExp;
};

type Kind = {
  readonly kind: Proposal['kind'];
  readonly pattern: string;
  readonly description: string;
  readonly valuesIn: (command: string, cwd: string | null) => readonly string[];
  readonly occurrence: (value: string) => RegExp;
};

const path = '(?:/[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*)+';
const escaped = (value: string) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const units: Kind = {
  kind: 'unit',
  pattern: '[A-Za-z0-9][A-Za-z0-9@._:-]*',
  description: 'systemd unit',
  valuesIn: (command) =>
    [
      ...command.matchAll(
        /\b(?:systemctl\s+(?:--\S+\s+)*(?:status|restart|start|stop|reload|is-active|enable|disable|show|cat)|journalctl\s(?:.*\s)?-u)\s+([A-Za-z][\w@.:-]*)/g,
      ),
    ].flatMap(([, unit]) => unit ?? []),
  occurrence: (value) => new RegExp(String.raw`(^|[\s="'])${escaped(value)}(?=$|[\s"';|&)])`, 'g'),
};
const roots: Kind = {
  kind: 'root',
  pattern: path,
  description: 'folder that it is installed in',
  valuesIn: (command, cwd) => [
    ...(cwd === null ? [] : [cwd, cwd]),
    ...[...command.matchAll(/(?:^|[\s="'])(\/(?:opt|srv|home\/[\w.-]+|var\/www|usr\/local)\/[\w.@+-]+)/g)].flatMap(
      ([, folder]) => folder ?? [],
    ),
  ],
  occurrence: (value) => new RegExp(String.raw`(^|[\s="'])${escaped(value)}(?=$|[/\s"';|&)])`, 'g'),
};
const ports: Kind = {
  kind: 'port',
  pattern: '[1-9][0-9]{0,4}',
  description: 'port that it listens on',
  valuesIn: (command) =>
    [
      ...command.matchAll(/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|-i\s?|sport = |grep\s["']?):?(\d{2,5})\b/g),
    ].flatMap(([, port]) => port ?? []),
  occurrence: (value) =>
    new RegExp(
      String.raw`((?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\s|-i\s?|= |grep\s+["']?):|\bgrep\s+["']?)${value}(?!\d)`,
      'g',
    ),
};

/** The root goes first: a unit's name is often a part of it. */
const kinds: readonly Kind[] = [roots, units, ports];

/** What of a document's commands differs from host to host, the most frequent of each kind first. */
export function proposalsFor(runbook: Runbook): Proposal[] {
  const steps = runbook.actions.flatMap((action) => action.steps);
  return kinds.flatMap((kind) => {
    const counts = new Map<string, number>();
    for (const { command, cwd } of steps) {
      for (const value of kind.valuesIn(command, cwd))
        if (new RegExp(`^(?:${kind.pattern})$`).test(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts].toSorted((a, b) => b[1] - a[1]).map(([value]) => value);
    return values.slice(0, kind.kind === 'root' ? 1 : 4).map((value, index) => proposalFrom(kind, value, index));
  });
}

function proposalFrom({ kind, pattern, description, occurrence }: Kind, value: string, index: number): Proposal {
  const name = index === 0 ? kind : kind === 'unit' ? unitName(value) : `${kind}${index + 1}`;
  return { kind, name, value, pattern, description, occurrence: occurrence(value) };
}

/** `gitops-dashboard.service` becomes `gitopsDashboardUnit`. */
function unitName(unit: string): string {
  const words = unit
    .replace(/\.\w+$/, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const name = words
    .map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return `${name}Unit`;
}
