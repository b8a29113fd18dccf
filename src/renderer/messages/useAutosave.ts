import { useEffect, useRef } from 'react';

const idleMs = 1_500;

/** Saves a value once it has not changed for a moment; the newest `save` is called, whatever it closes over. */
export function useAutosave<T>(value: T, save: (value: T) => void): void {
  const newest = useRef(save);
  useEffect(() => {
    newest.current = save;
  });
  useEffect(() => {
    const timer = setTimeout(() => newest.current(value), idleMs);
    return () => clearTimeout(timer);
  }, [value]);
}
