import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { jsonProblem } from '#shared/check/jsonProblem.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type JsonCheck = Extract<CheckDefinition, { kind: 'json' }>;

/** Larger files than this are not moved over the network to be read. */
const mostBytes = 512 * 1024;

/** Whether a file is valid JSON. It is read here, so that the host needs no tool for it. */
export function askJson(check: JsonCheck): Ask {
  const path = quote(check.path.startsWith('-') ? `./${check.path}` : check.path);
  const script = `[ -e ${path} ] || exit 2; head -c ${mostBytes + 1} ${path}`;
  return { where: 'host', script, read: (answer) => readJson(check, answer) };
}

function readJson(check: JsonCheck, answer: Answer): Reading {
  if (answer.exitCode === 2)
    return { outcome: 'critical', text: `${check.path} does not exist on this host`, values: [] };
  if (answer.exitCode !== 0) return unknownReading(`${check.path} cannot be read: ${firstLine(answer.stderr)}`);
  const sizeBytes = Buffer.byteLength(answer.stdout);
  if (sizeBytes > mostBytes)
    return unknownReading(`${check.path} is larger than ${mostBytes / 1024} KiB; too large for this check`);
  const values = [{ name: 'size', value: sizeBytes, unit: 'B' }];
  const problem = jsonProblem(answer.stdout.replace(/^\uFEFF/, ''));
  if (problem === null) return { outcome: 'ok', text: `${check.path} is valid JSON`, values };
  const place = `line ${problem.line}, column ${problem.column}`;
  return { outcome: 'critical', text: `${check.path} is not valid JSON: ${place}`, values };
}
