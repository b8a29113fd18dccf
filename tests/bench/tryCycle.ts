import { rm } from 'node:fs/promises';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import { openBenchHost } from './ssh/benchHost.ts';
import { measureCycle } from './ssh/measureCycle.ts';
const folder = await makeFolder();
const host = await openBenchHost(folder);
try { console.log(host.what); console.table(await measureCycle(host, { isQuick: process.argv[2] === 'quick' })); } finally { await host.close(); await rm(folder, { recursive: true }); }
