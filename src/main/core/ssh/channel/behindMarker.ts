import { Transform } from 'node:stream';

export type BehindMarker = {
  readonly stream: Transform;
  /** What was written before the marker, such as banners and complaints of a login shell; its last 4 KiB. */
  readonly before: () => string;
};

const keptBytes = 4096;

/** Passes on, untouched, everything behind the first line that carries the marker, whose text goes to `found`. */
export function behindMarker(marker: string, found: (text: string) => void): BehindMarker {
  let before: Buffer = Buffer.alloc(0);
  let isBehind = false;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isBehind) return done(null, chunk);
      const seen = Buffer.concat([before, chunk]);
      const at = seen.indexOf(marker, 0, 'latin1');
      const lineEnd = at === -1 ? -1 : seen.indexOf(0x0a, at);
      if (lineEnd === -1) {
        before = seen.subarray(-keptBytes);
        return done();
      }
      isBehind = true;
      before = seen.subarray(0, at).subarray(-keptBytes);
      found(seen.toString('latin1', at + marker.length, lineEnd).trim());
      done(null, seen.subarray(lineEnd + 1));
    },
  });
  return { stream, before: () => before.toString('utf8') };
}
