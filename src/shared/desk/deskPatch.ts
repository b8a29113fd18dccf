import type { DeskState } from './deskState.ts';

type Tables = Pick<DeskState, 'alerts' | 'incidents' | 'runs' | 'prompts' | 'notifications'>;
export type TableName = keyof Tables;

/** One change that an event makes to the desk: a row put or removed, or a single value set. */
export type DeskPatch =
  | {
      readonly [T in TableName]: {
        readonly kind: 'put';
        readonly table: T;
        readonly id: string;
        readonly row: Tables[T][string];
      };
    }[TableName]
  | { readonly kind: 'remove'; readonly table: 'prompts'; readonly id: string }
  | { readonly kind: 'pausedUntil'; readonly at: number | null }
  | { readonly kind: 'labHash'; readonly hash: string };

/** The row, or undefined; ids come from outside, so names that every object inherits are not mistaken for rows. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, id: string): Row | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}
