import { labDown, labUnavailable, labUp } from './lab.ts';

const hosts = 2;

/** Boots the lab before the first lab test and takes it down after the last. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const reason = labUnavailable();
  if (reason !== null) {
    process.stderr.write(`Lab tests are skipped: ${reason}.\n`);
    return undefined;
  }
  await labUp(hosts);
  return labDown;
}
