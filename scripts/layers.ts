// `node scripts/run.mjs layers`: the dependency rule of docs/architecture.md, for every file of src.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { violationsIn } from './layers/violationsIn.ts';

const root = path.join(import.meta.dirname, '..');
const files = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
  .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  .sort();
const violations = files.flatMap((file) => violationsIn(file, readFileSync(path.join(root, file), 'utf8')));
for (const { file, line, text } of violations) process.stdout.write(`${file}:${line}: ${text}\n`);
process.stdout.write(`${files.length} files looked at, ${violations.length} forbidden imports\n`);
process.exit(violations.length === 0 ? 0 : 1);
