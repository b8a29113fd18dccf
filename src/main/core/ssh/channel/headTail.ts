export type HeadTail = {
  readonly push: (chunk: Uint8Array) => void;
  /** Bytes that were left out so far. */
  readonly cutBytes: () => number;
  /** Everything, or head and tail with the cut marked and its size; invalid UTF-8 shows as U+FFFD. */
  readonly text: () => string;
};

const mebibyte = 1024 * 1024;

/** Keeps the first and the last half of `limitBytes` of an output of any length. */
export function createHeadTail(limitBytes: number = mebibyte): HeadTail {
  const half = Math.max(1, Math.floor(limitBytes / 2));
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  let cut = 0;
  const addToTail = (bytes: Uint8Array): void => {
    tail.push(bytes);
    tailBytes += bytes.length;
    // Trimmed only now and then, so that many small chunks stay cheap.
    if (tailBytes > half * 2) trim();
  };
  const trim = (): void => {
    if (tailBytes <= half) return;
    const whole = Buffer.concat(tail);
    cut += whole.length - half;
    tail = [Buffer.from(whole.subarray(whole.length - half))];
    tailBytes = half;
  };
  return {
    push: (chunk) => {
      const room = Math.max(0, half - headBytes);
      if (room > 0) head.push(Buffer.from(chunk.subarray(0, room)));
      headBytes += Math.min(room, chunk.length);
      if (chunk.length > room) addToTail(Buffer.from(chunk.subarray(room)));
    },
    cutBytes: () => {
      trim();
      return cut;
    },
    text: () => {
      trim();
      if (cut === 0) return Buffer.concat([...head, ...tail]).toString('utf8');
      const first = wholeStart(Buffer.concat(head));
      const last = wholeEnd(Buffer.concat(tail));
      const leftOut = cut + half - first.length + tailBytes - last.length;
      return `${first.toString('utf8')}\n[... ${leftOut} bytes cut ...]\n${last.toString('utf8')}`;
    },
  };
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Without a character that the cut has split at the end. */
function wholeStart(bytes: Buffer): Buffer {
  let lead = bytes.length - 1;
  while (lead > 0 && bytes.length - lead < 4 && isContinuation(bytes[lead])) lead -= 1;
  const byte = bytes[lead] ?? 0;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
  return length > bytes.length - lead ? bytes.subarray(0, lead) : bytes;
}

/** Without the rest of a character that the cut has split at the start. */
function wholeEnd(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  return bytes.subarray(start);
}
