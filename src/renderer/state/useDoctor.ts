import { useEffect, useRef, useState } from 'react';
import type { DoctorStep } from '#shared/host/doctor.ts';
import { failureOf, type Failure } from '../client/failureOf.ts';
import { openedConnection } from './request.ts';

export type DoctorView = {
  readonly isRunning: boolean;
  readonly steps: readonly DoctorStep[];
  readonly failure: Failure | null;
};

/** Runs "Test this host" and collects its steps as they come; leaving the screen ends it. */
export function useDoctor(hostId: string): DoctorView & { readonly run: () => Promise<void> } {
  const [view, setView] = useState<DoctorView>({ isRunning: false, steps: [], failure: null });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    running.current?.abort();
    const leaving = new AbortController();
    running.current = leaving;
    const set = (next: DoctorView): void => {
      if (!leaving.signal.aborted) setView(next);
    };
    const steps: DoctorStep[] = [];
    set({ isRunning: true, steps, failure: null });
    try {
      const { client } = await openedConnection();
      for await (const step of await client.host.doctor({ hostId }, { signal: leaving.signal })) {
        steps.push(step);
        set({ isRunning: true, steps: [...steps], failure: null });
      }
      set({ isRunning: false, steps, failure: null });
    } catch (error) {
      set({ isRunning: false, steps, failure: failureOf(error) });
    }
  };
  return { ...view, run };
}
