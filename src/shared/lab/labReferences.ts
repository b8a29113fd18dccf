import { isTimeZone } from '../time/zonedTime.ts';
import { channelProblems } from './channelProblems.ts';
import type { LabFile } from './labFile.ts';
import { maintenanceProblems } from './maintenanceProblems.ts';
import { nearestWord } from './nearestWord.ts';
import { patternProblems } from './patternProblems.ts';
import { thresholdProblems } from './thresholdProblems.ts';
import { variablesWithoutValue } from './variableProblems.ts';

/** A mistake that only shows when parts of the file are compared. The path leads to the value that is wrong. */
export type ReferenceProblem = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly mend: string;
};

type Named = { readonly id: string; readonly what: string; readonly path: readonly (string | number)[] };
type Dependent = Named & { readonly dependsOn: readonly string[] };

function checksOf(owner: 'hosts' | 'services', lab: LabFile): readonly Dependent[] {
  return lab[owner].flatMap((one, index) =>
    one.checks.map((check, at) => ({
      id: check.id,
      what: `a check of ${one.id}`,
      path: [owner, index, 'checks', at],
      dependsOn: check.dependsOn ?? [],
    })),
  );
}

function duplicates(named: readonly Named[]): readonly ReferenceProblem[] {
  const first = new Map<string, Named>();
  return named.flatMap((one) => {
    const other = first.get(one.id);
    if (other === undefined) {
      first.set(one.id, one);
      return [];
    }
    const message = `\`id\` ${one.id} is already the id of ${other.what}`;
    return [{ path: [...one.path, 'id'], message, mend: 'Give this one an id that nothing else has.' }];
  });
}

const suggestion = (id: string, known: readonly string[], otherwise: string) => {
  const nearest = nearestWord(id, known);
  return nearest === null ? otherwise : `Did you mean \`${nearest}\`?`;
};

function dangling(dependents: readonly Dependent[], known: readonly string[]): readonly ReferenceProblem[] {
  return dependents.flatMap((one) =>
    one.dependsOn.flatMap((id, at) => {
      const path = [...one.path, 'dependsOn', at];
      if (id === one.id) return [{ path, message: `${id} depends on itself`, mend: 'Remove this entry.' }];
      if (known.includes(id)) return [];
      const mend = suggestion(id, known, 'Name the id of a host or of a check, or remove this entry.');
      return [{ path, message: `There is no host or check with the id ${id}`, mend }];
    }),
  );
}

/** Each circle of dependencies once, at the entry that closes it. */
function circles(dependents: readonly Dependent[]): readonly ReferenceProblem[] {
  const byId = new Map(dependents.map((one) => [one.id, one]));
  const done = new Set<string>();
  const problems: ReferenceProblem[] = [];
  const visit = (one: Dependent, trail: readonly string[]): void => {
    for (const [at, id] of one.dependsOn.entries()) {
      const next = byId.get(id);
      if (next === undefined || id === one.id) continue;
      if (trail.includes(id)) {
        const circle = [...trail.slice(trail.indexOf(id)), id].join(' -> ');
        problems.push({
          path: [...one.path, 'dependsOn', at],
          message: `Dependencies go round in a circle: ${circle}`,
          mend: 'Remove one of these dependencies.',
        });
      } else if (!done.has(id)) visit(next, [...trail, id]);
    }
    done.add(one.id);
  };
  for (const one of dependents) if (!done.has(one.id)) visit(one, [one.id]);
  return problems;
}

function unreachable(lab: LabFile): readonly ReferenceProblem[] {
  return lab.hosts.flatMap((host, index) => {
    const { access } = host;
    if (access.transport === 'local' || access.alias !== undefined || access.address !== undefined) return [];
    const mend = 'Add `alias` (a name of ~/.ssh/config) or `address`.';
    return [{ path: ['hosts', index, 'access'], message: `Nothing says how to reach host ${host.id}`, mend }];
  });
}

function homeless(lab: LabFile): readonly ReferenceProblem[] {
  const hostIds = lab.hosts.map((host) => host.id);
  return lab.services.flatMap((service, index) => {
    if (hostIds.includes(service.host)) return [];
    const mend = suggestion(service.host, hostIds, 'Add this host under `hosts`, or name one that is there.');
    return [{ path: ['services', index, 'host'], message: `There is no host with the id ${service.host}`, mend }];
  });
}

function badZone(lab: LabFile): readonly ReferenceProblem[] {
  const { timeZone } = lab.settings;
  if (timeZone === undefined || isTimeZone(timeZone)) return [];
  const mend = suggestion(timeZone, Intl.supportedValuesOf('timeZone'), 'Write a zone such as Europe/Berlin.');
  return [{ path: ['settings', 'timeZone'], message: `There is no time zone ${timeZone}`, mend }];
}

/** Ids used twice, names of what does not exist, circles, hosts without a way to them, limits and variables that cannot be. */
export function labReferences(lab: LabFile): readonly ReferenceProblem[] {
  const hosts = lab.hosts.map((host, index) => ({
    id: host.id,
    what: 'a host',
    path: ['hosts', index],
    dependsOn: host.dependsOn ?? [],
  }));
  const services = lab.services.map(({ id }, index) => ({ id, what: 'a service', path: ['services', index] }));
  const contacts = lab.contacts.map(({ id }, index) => ({ id, what: 'a contact', path: ['contacts', index] }));
  const checks = [...checksOf('hosts', lab), ...checksOf('services', lab)];
  const dependents = [...hosts, ...checks];
  return [
    ...duplicates([...hosts, ...services, ...checks]),
    ...duplicates(contacts),
    ...unreachable(lab),
    ...homeless(lab),
    ...dangling(
      dependents,
      dependents.map(({ id }) => id),
    ),
    ...circles(dependents),
    ...badZone(lab),
    ...channelProblems(lab),
    ...maintenanceProblems(lab),
    ...thresholdProblems(lab),
    ...patternProblems(lab),
    ...variablesWithoutValue(lab),
  ];
}
