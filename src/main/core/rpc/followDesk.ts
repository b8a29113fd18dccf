import type { DeskChange } from '#shared/rpc/contract.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { createBell } from './bell.ts';
import type { CoreServices } from './coreServices.ts';
import { liveView } from './liveView.ts';

/** Events per message: small enough to be shown while the next page is on its way. */
const pageSize = 500;

type Followed = Pick<
  CoreServices,
  'journal' | 'monitor' | 'labFolder' | 'preferences' | 'onShellChanged' | 'shellView' | 'clock'
>;

/** What changed since it was last told; each is sent once at the start, for a client that comes back. */
type News = Record<'live' | 'shell' | 'preferences' | 'lab', boolean>;

/**
 * Every event after the revision, in order and without a gap, then whatever comes, until the signal ends it. Live
 * views are lossy: a slow reader gets the newest one only, because the next is made when the last was taken. A
 * revision of the future (another data folder) is refused, so that the client fetches the snapshot.
 */
export async function* followDesk(
  services: Followed,
  afterRevision: number,
  signal: AbortSignal,
): AsyncGenerator<DeskChange> {
  if (afterRevision > services.journal.state().revision) throw unknownRevision(afterRevision);
  const bell = createBell(signal);
  const news: News = { live: true, shell: true, preferences: true, lab: true };
  const tell = (what: keyof News) => () => {
    news[what] = true;
    bell.ring();
  };
  const stops = [
    services.journal.onAppended(bell.ring),
    services.monitor.onLive(tell('live')),
    services.onShellChanged(tell('shell')),
    services.preferences.onChanged(tell('preferences')),
    services.labFolder.onChanged(tell('lab')),
  ];
  try {
    let revision = afterRevision;
    while (!signal.aborted) {
      const events = services.journal.eventsAfter(revision, pageSize);
      const last = events.at(-1);
      if (last !== undefined) {
        revision = last.sequence;
        yield { kind: 'events', events };
      } else {
        const change = nextNews(services, news);
        if (change === null) await bell.rung();
        else yield change;
      }
    }
  } finally {
    for (const stop of stops) stop();
  }
}

function nextNews(services: Followed, news: News): DeskChange | null {
  if (news.shell) {
    news.shell = false;
    return { kind: 'shell', shell: services.shellView() };
  }
  if (news.preferences) {
    news.preferences = false;
    return { kind: 'preferences', preferences: services.preferences.read() };
  }
  if (news.lab) {
    news.lab = false;
    return { kind: 'lab', lab: services.labFolder.view() };
  }
  if (!news.live) return null;
  news.live = false;
  return { kind: 'live', live: liveView(services, services.clock.now()) };
}

function unknownRevision(revision: number): RequestError {
  return new RequestError(
    'CONFLICT',
    `This window knows revision ${revision}, which this journal never had.`,
    'Fetch the snapshot again.',
  );
}
