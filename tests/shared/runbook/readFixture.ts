import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A document of the fixtures folder. */
export function readFixture(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}
