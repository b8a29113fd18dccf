import { readLocal } from '../maintenance/maintenanceSpans.ts';
import type { MaintenanceWindow } from '../maintenance/maintenanceWindow.ts';
import { isTimeZone } from '../time/zonedTime.ts';
import type { LabFile } from './labFile.ts';
import type { ReferenceProblem } from './labReferences.ts';
import { nearestWord } from './nearestWord.ts';
import { checkTargets } from './targets.ts';

type Problem = Pick<ReferenceProblem, 'message' | 'mend'> & { readonly key: readonly (string | number)[] };

/** Maintenance windows that share an id, never or always hold, or name what does not exist. */
export function maintenanceProblems(lab: LabFile): readonly ReferenceProblem[] {
  const seen = new Set<string>();
  return (lab.maintenance ?? []).flatMap((window, index) => {
    const isTwice = seen.has(window.id);
    seen.add(window.id);
    const problems = [...(isTwice ? [usedTwice(window.id)] : []), ...ofTimes(window), ...ofNames(window, lab)];
    return problems.map(({ key, message, mend }) => ({ path: ['maintenance', index, ...key], message, mend }));
  });
}

function usedTwice(id: string): Problem {
  const mend = 'Give this one an id that no other window has.';
  return { key: ['id'], message: `\`id\` ${id} is already the id of a maintenance window`, mend };
}

function ofTimes(window: MaintenanceWindow): readonly Problem[] {
  const { id, start, end, weekly, timeZone } = window;
  const problems: Problem[] = [];
  const isOnce = start !== undefined && end !== undefined;
  const isHalf = (start === undefined) !== (end === undefined);
  if (isHalf || isOnce === (weekly !== undefined)) {
    const mend = 'Write either `start` and `end`, or `weekly` with `days`, `from` and `to`.';
    problems.push({ key: ['id'], message: `Window ${id} must say when it holds, in one way`, mend });
  }
  for (const [key, text] of Object.entries({ start, end })) {
    if (text === undefined || isDate(text)) continue;
    problems.push({ key: [key], message: `There is no such date as ${text}`, mend: 'Correct the date.' });
  }
  if (isOnce && comparable(end) <= comparable(start)) {
    problems.push({ key: ['end'], message: `Window ${id} ends before it starts`, mend: 'Move `end` after `start`.' });
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const mend = 'Write a zone such as Europe/Berlin.';
    problems.push({ key: ['timeZone'], message: `There is no time zone ${timeZone}`, mend });
  }
  return problems;
}

const comparable = (text: string): string => text.replace('T', ' ');

function isDate(text: string): boolean {
  const { year, month, day } = readLocal(text);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}

function ofNames(window: MaintenanceWindow, lab: LabFile): readonly Problem[] {
  const known = {
    hosts: lab.hosts.map(({ id }) => id),
    services: lab.services.map(({ id }) => id),
    checks: checkTargets(lab).map(({ check }) => check.id),
  };
  return (['hosts', 'services', 'checks'] as const).flatMap((kind) =>
    (window[kind] ?? []).flatMap((id, at): readonly Problem[] => {
      if (known[kind].includes(id)) return [];
      const nearest = nearestWord(id, known[kind]);
      const mend = nearest === null ? 'Name one that is there, or remove this entry.' : `Did you mean \`${nearest}\`?`;
      return [{ key: [kind, at], message: `There is no ${kind.slice(0, -1)} with the id ${id}`, mend }];
    }),
  );
}
