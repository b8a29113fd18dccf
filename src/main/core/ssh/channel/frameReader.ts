/** A piece of output, or what stood on a marker line behind the marker. */
export type Frame =
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'mark'; readonly text: string };

const newline = 0x0a;
/** Longer lines behind a marker are not ours. */
const longestMark = 64;

/**
 * Splits one output stream at `MARKER text\n`, whatever bytes surround it and however the stream is cut into chunks.
 * The marker need not start a line, since output may lack its final newline.
 */
export function createFrameReader(marker: string): { readonly push: (chunk: Uint8Array) => readonly Frame[] } {
  const sought = Buffer.from(marker, 'latin1');
  let held: Buffer = Buffer.alloc(0);
  return {
    push: (chunk) => {
      const frames: Frame[] = [];
      const data = (bytes: Buffer): void => {
        if (bytes.length > 0) frames.push({ kind: 'data', bytes });
      };
      let rest = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
      for (;;) {
        const at = rest.indexOf(sought);
        if (at === -1) {
          const kept = tailThatMayBegin(rest, sought);
          data(rest.subarray(0, rest.length - kept));
          held = rest.subarray(rest.length - kept);
          return frames;
        }
        data(rest.subarray(0, at));
        const lineEnd = rest.indexOf(newline, at + sought.length);
        if (lineEnd === -1 && rest.length - at < sought.length + longestMark) {
          held = rest.subarray(at);
          return frames;
        }
        const textEnd = lineEnd === -1 ? at + sought.length : lineEnd;
        frames.push({ kind: 'mark', text: rest.toString('latin1', at + sought.length, textEnd).trim() });
        rest = rest.subarray(lineEnd === -1 ? textEnd : textEnd + 1);
      }
    },
  };
}

/** How many of the last bytes could be the beginning of what is sought. */
function tailThatMayBegin(bytes: Buffer, sought: Buffer): number {
  for (let length = Math.min(sought.length - 1, bytes.length); length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(sought.subarray(0, length))) return length;
  }
  return 0;
}
