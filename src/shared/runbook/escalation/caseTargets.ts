import type { ListItem, Understandable } from '../document/block.ts';
import { calledName } from './calledName.ts';
import type { FoundTarget } from './listTargets.ts';
import { calledIn } from './narratedTargets.ts';
import { isPartyName } from './party.ts';

type Found = { readonly targets: FoundTarget[]; readonly understood: readonly Understandable[] };

const arrow = /\s*(?:→|➜|⇒|[-=]{1,2}>)\s*/u;

/** Whom a list of cases calls: `A breach escalates to the security team`, `Legal threats: ... → Legal team immediately`. */
export function targetsOfCases(items: readonly ListItem[]): Found {
  const found = items.flatMap((item) => targetOfCase(item).map((target) => ({ item, target })));
  return { targets: found.map(({ target }) => target), understood: found.map(({ item }) => item) };
}

function targetOfCase(item: ListItem): FoundTarget[] {
  const spoken = item.label === null || item.rest === '' ? item.text : item.rest;
  const [first] = calledIn(spoken);
  if (first !== undefined)
    return [
      {
        name: first.name,
        when: [item.label ?? '', first.when].filter((part) => part !== '').join('; '),
        line: item.line,
      },
    ];
  const parts = item.text.split(arrow);
  const last = parts.at(-1) ?? '';
  if (parts.length < 2) return [];
  const name = calledName(
    last.replace(/\s+(?:immediately|at once|directly|within\s.*|in\s.*)$/iu, '').replace(/[\s.]+$/u, ''),
  );
  return isPartyName(name) ? [{ name, when: parts.slice(0, -1).join(' '), line: item.line }] : [];
}
