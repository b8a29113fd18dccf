import { useEffect, useState } from 'react';

/** A value once it has not changed for a while: for work that is too long to be done at each key. */
export function useSettled<T>(value: T, quietMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setSettled(value), quietMs);
    return () => clearTimeout(waiting);
  }, [value, quietMs]);
  return settled;
}
