import { z } from 'zod';
import { parseJson } from '#shared/parseJson.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { followerSeconds, type StreamLine, type UnitStream } from './unitStream.ts';

/** What systemd writes of a unit that changes: `journalctl --catalog` describes them. */
const messageIds = [
  'd9b373ed55a64feb8242e02dbe79a49c', // failed
  '98e322203f7a4ed290d09fe03c09fe15', // process exited
  'be02cf6855d2428ba40df7e9d022f03d', // start failed
  '9d1aaa27d60140bd96365438aad20286', // stopped
  '7ad2d189f7e94e70a38c781354912448', // deactivated
  '39f53479d3a045ac8e11786248231fbf', // started
  '5eb03494b6584870a536b337290809b3', // restart scheduled
  '641257651c1b4ec9a8624d7a40a9e1e7', // could not be executed
  'fe6faa94e7774663a0da52717891d8ef', // out of memory
];

const entrySchema = z.looseObject({ UNIT: z.string().optional(), __CURSOR: z.string() });

/**
 * The messages of PID 1 in the journal. The first line is the newest old one, which proves the right to read: without
 * it the journal is silent. It is resumed after the cursor of an entry of this very filter, since any other loses one.
 */
export function journalStream(cursor: string | null, keepCursor: (cursor: string) => void): UnitStream {
  const from = cursor === null ? '-n 1' : `--no-tail --after-cursor=${quote(cursor)}`;
  const filter = ['_PID=1', ...messageIds.map((id) => `MESSAGE_ID=${id}`)].join(' ');
  const command = `command -v timeout >/dev/null 2>&1 || exit 127
[ -n "$(journalctl -q --no-pager -n 1 -o cat ${filter} 2>/dev/null)" ] || exit 126
${cursor === null ? '' : "echo '{}'\n"}exec timeout ${followerSeconds} journalctl -q --no-pager -f -o json --output-fields=UNIT,MESSAGE_ID ${from} ${filter}`;
  const read = (line: string): StreamLine => {
    if (cursor !== null && line === '{}') return { kind: 'proof' };
    const entry = entrySchema.safeParse(parseJson(line));
    if (!entry.success) return { kind: 'nothing' };
    keepCursor(entry.data.__CURSOR);
    return entry.data.UNIT === undefined ? { kind: 'proof' } : { kind: 'unit', unit: entry.data.UNIT, isProof: true };
  };
  return { name: 'journal', command, proof: null, read };
}
