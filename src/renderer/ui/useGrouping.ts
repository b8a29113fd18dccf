import { useState } from 'react';

export type Grouping = 'state' | 'tag';
const key = 'sitrep-hosts-by';

/** How the hosts are listed; kept by the browser. */
export function useGrouping(): readonly [Grouping, (grouping: Grouping) => void] {
  const [grouping, setGrouping] = useState<Grouping>(() => (localStorage.getItem(key) === 'tag' ? 'tag' : 'state'));
  const choose = (next: Grouping): void => {
    localStorage.setItem(key, next);
    setGrouping(next);
  };
  return [grouping, choose];
}
