import { acquireDataFolder } from '#core/storage/dataFolderOwner.ts';

/** `node tests/core/storage/holdFolder.ts FOLDER`: owns the data folder until it is killed; prints `held` when it does. */
const [dataFolder] = process.argv.slice(2);
if (dataFolder === undefined) throw new Error('Name a data folder.');
acquireDataFolder(dataFolder).publish({ url: 'http://127.0.0.1:4711', secret: 's3cret', pid: process.pid });
process.stdout.write('held\n');
process.stdin.resume();
