import { measureFleet } from './ssh/measureFleet.ts'; import { makeFolder } from '#tests/core/ssh/sshd.ts'; import { publishFigures } from './figures.ts';
await publishFigures('x', await measureFleet(await makeFolder(), { isQuick: process.argv[2] === 'q' }), null); process.exit(0);
