import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { formatSpan } from '#shared/check/formatAmount.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type JournalCheck = Extract<CheckDefinition, { kind: 'journal' }>;

const defaultWithinSeconds = 300;
const mostLines = 5_000;

/** Whether lines of the journal matched an extended regular expression lately; a match is a warning. */
export function askJournal(check: JournalCheck): Ask {
  const within = Math.ceil(check.within ?? defaultWithinSeconds);
  const unit = check.unit === undefined ? '' : ` -u ${quote(check.unit)}`;
  // Without the right to read it the journal is silent, with status 0: PID 1 always has something to say.
  const script = `command -v journalctl >/dev/null 2>&1 || exit 127
[ -n "$(journalctl -q --no-pager -n 1 -o cat _PID=1 2>/dev/null)" ] || exit 126
journalctl -q --no-pager -o cat -n ${mostLines} --since=-${within}s${unit} | grep -E -e ${quote(check.pattern)} | awk '{ last = $0 } END { print NR; print substr(last, 1, 200) }'`;
  return { where: 'host', script, read: (answer) => readJournal(check, within, answer) };
}

function readJournal(check: JournalCheck, within: number, answer: Answer): Reading {
  if (answer.exitCode === 127) return unknownReading('this host has no journal (journalctl is missing)');
  if (answer.exitCode === 126) {
    return unknownReading('no right to read the journal; add the user to the group systemd-journal on the host');
  }
  const [first = '', last = ''] = answer.stdout.split('\n');
  const complaint = firstLine(answer.stderr);
  if (!/^\d+$/.test(first) || complaint !== '')
    return unknownReading(`the journal cannot be searched: ${complaint || 'no answer'}`);
  const count = Number(first);
  const span = formatSpan(within * 1000);
  const values = [{ name: 'matches', value: count, unit: '' }];
  if (count === 0)
    return { outcome: 'ok', text: `no journal line matched "${check.pattern}" in the last ${span}`, values };
  const text = `${count} journal ${count === 1 ? 'line' : 'lines'} matched "${check.pattern}" in the last ${span}, last: ${last.trim()}`;
  return { outcome: 'warning', text, values };
}
