import type { WayBack } from '#shared/run/run.ts';
import { TimeOfDay } from '../ui/times.tsx';

/** What undoes a run, in words and until when; or plainly that nothing does. */
export function WayBackText({ wayBack }: { readonly wayBack: WayBack }) {
  if (wayBack.kind === 'none') return <>No way back: {wayBack.why}</>;
  return (
    <>
      {wayBack.text}
      {wayBack.untilAt !== null && (
        <>
          , <WayBackTime wayBack={wayBack} />
        </>
      )}
    </>
  );
}

/** Until when a way back is kept; nothing where that has no end. */
export function WayBackTime({ wayBack }: { readonly wayBack: WayBack }) {
  if (wayBack.kind === 'none' || wayBack.untilAt === null) return null;
  return (
    <>
      until <TimeOfDay at={wayBack.untilAt} />
    </>
  );
}
