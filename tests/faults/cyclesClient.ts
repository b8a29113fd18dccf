// A process of its own that connects and disconnects again and again and says what it held before and after.
// Words: how many times. Run with --expose-gc, so that memory is compared without what is only waiting to be freed.
import { openCycles } from '#tests/core/ssh/cycles.ts';

const times = Number(process.argv[2]);
const warmUp = Math.min(200, times);
const cycles = await openCycles();
await cycles.run(warmUp);
const before = await cycles.held();
await cycles.run(times);
const after = await cycles.held();
await cycles.close();
process.send?.({ before, after });
process.disconnect?.();
