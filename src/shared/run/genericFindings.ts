import type { RunbookAction } from '../runbook/runbook.ts';
import { expand, textOf } from './findingsFrom.ts';
import { describeEnd, isSuccess } from './describeEnd.ts';
import type { Finding } from './run.ts';
import type { StepOutput } from './stepOutput.ts';

type Known = {
  readonly id: string;
  readonly pattern: RegExp;
  readonly severity: 'warning' | 'critical';
  readonly text: string;
  /** Kinds of typed remedies that fit, best first, and why. */
  readonly remedies: readonly (readonly [string, string])[];
};

const restart = ['restart-unit', 'starts it afresh once the cause is gone'] as const;
const restore = ['restore-backup', 'brings back a configuration that worked'] as const;
const rollBack = ['roll-back', 'takes back the commit that may have brought it'] as const;
const clear = ['clear-temporary-data', 'frees space'] as const;
const prune = ['prune-repositories', 'frees space'] as const;
const setAside = ['set-aside', 'puts the broken file away and the last good one in its place'] as const;

/** What programs of all kinds say when something common is wrong, and what that means. */
const known: readonly Known[] = [
  {
    id: 'config-syntax',
    pattern:
      /(?:\[emerg\]|\berror\b|Syntax ?Error|parse error|invalid|unexpected|unknown directive)[^\n]*?(?:\bin |\bat |file )"?(?<file>\/[^\s:"']+\.(?:conf|cfg|cnf|ini|ya?ml|toml|json|js|service|env)):(?:line )?(?<line>\d+)/i,
    severity: 'critical',
    text: 'Configuration error in $<file>, line $<line>',
    remedies: [restore, rollBack],
  },
  {
    id: 'json-syntax',
    pattern: /(?:SyntaxError|JSONDecodeError|parse error|jq: error)[^\n]*|Unexpected (?:token|end of JSON)[^\n]*/i,
    severity: 'critical',
    text: 'A file does not parse: $0',
    remedies: [setAside, restore, rollBack],
  },
  {
    id: 'port-taken',
    pattern:
      /EADDRINUSE[^\n]*?(?<port>\d{2,5})\b|(?:address already in use|bind\(\)[^\n]*?:(?<bound>\d{2,5}) failed)[^\n]*/i,
    severity: 'critical',
    text: 'The port $<port>$<bound> is taken by another program',
    remedies: [],
  },
  {
    id: 'disk-full',
    pattern: /No space left on device|ENOSPC|disk (?:is )?full/i,
    severity: 'critical',
    text: 'No space (or no inodes) left on a file system',
    remedies: [clear, prune],
  },
  {
    id: 'read-only',
    pattern: /Read-only file system|EROFS/i,
    severity: 'critical',
    text: 'A file system is mounted read-only',
    remedies: [],
  },
  {
    id: 'permission',
    pattern:
      /(?:EACCES[^\n]*?'(?<path>[^'\n]+)'|(?<file>\/[^\s:'"]+)'?:? Permission denied|open\(\) "(?<opened>[^"]+)" failed \(13[^\n]*|Permission denied[^\n]*)/i,
    severity: 'critical',
    text: 'Permission denied: $<path>$<file>$<opened>',
    remedies: [],
  },
  {
    id: 'too-many-files',
    pattern: /EMFILE|Too many open files/i,
    severity: 'critical',
    text: 'Too many open files',
    remedies: [restart],
  },
  {
    id: 'out-of-memory',
    pattern: /Out of memory|oom-kill|result 'oom|JavaScript heap out of memory|Cannot allocate memory|ENOMEM/i,
    severity: 'critical',
    text: 'It ran out of memory',
    remedies: [restart],
  },
  {
    id: 'name-not-resolved',
    pattern:
      /Could not resolve host:? ?(?<curl>\S+)?|\b(?:ENOTFOUND|EAI_AGAIN)\b ?(?<node>[\w.-]+)?|Name or service not known|Temporary failure in name resolution/i,
    severity: 'critical',
    text: 'A name is not resolved: $<curl>$<node>',
    remedies: [],
  },
  {
    id: 'certificate',
    pattern:
      /certificate (?:has expired|is not yet valid)|CERT_HAS_EXPIRED|certificate verify failed: certificate has expired/i,
    severity: 'critical',
    text: 'A certificate has expired',
    remedies: [],
  },
  {
    id: 'http-401',
    pattern: /\b401 Unauthorized|(?:status|error|code)\W{1,3}(?:code )?401\b|Bad credentials/i,
    severity: 'critical',
    text: 'A server refuses the credentials (401)',
    remedies: [],
  },
  {
    id: 'http-403',
    pattern: /\b403 Forbidden|(?:status|error|code)\W{1,3}(?:code )?403\b/i,
    severity: 'warning',
    text: 'A server forbids it (403)',
    remedies: [],
  },
  {
    id: 'http-429',
    pattern: /\b429 Too Many Requests|(?:status|error|code)\W{1,3}(?:code )?429\b|rate limit exceeded/i,
    severity: 'warning',
    text: 'A server limits the rate of requests (429)',
    remedies: [],
  },
  {
    id: 'connection-refused',
    pattern:
      /ECONNREFUSED ?(?<node>[\d.:[\]a-f]+)?|[Cc]onnect(?:ion)? (?:to (?<curl>[^\n]*?) )?(?:failed: )?(?:Connection )?refused|Failed to connect to (?<to>\S+ port \d+)/,
    severity: 'critical',
    text: 'Connection refused: nothing listens at $<node>$<curl>$<to>',
    remedies: [restart],
  },
  {
    id: 'restart-loop',
    pattern: /Start request repeated too quickly|start-limit-hit/i,
    severity: 'critical',
    text: 'It failed so often that systemd gave up restarting it',
    remedies: [restore, rollBack, restart],
  },
  {
    id: 'dependency-failed',
    pattern: /Dependency failed for (?<name>[^\n]+?)\.?$|Job [^\n]* failed with result 'dependency'/m,
    severity: 'critical',
    text: 'Something it depends on failed: $<name>',
    remedies: [],
  },
  {
    id: 'missing-file',
    pattern:
      /Cannot find module '(?<module>[^']+)'|No module named '?(?<python>[\w.]+)'?|(?:ENOENT[^\n]*?'(?<node>[^'\n]+)'|(?<file>\/[^\s:'"]+)'?:? No such file or directory)/,
    severity: 'critical',
    text: 'Missing: $<module>$<python>$<node>$<file>',
    remedies: [restore, rollBack],
  },
];

/** Of the runbook's actions, those whose typed remedy fits, in the order of the kinds. */
export function suggestionsFor(
  remedies: readonly (readonly [string, string])[],
  actions: readonly RunbookAction[],
): Finding['suggests'] {
  return remedies.flatMap(([kind, reason]) =>
    actions.filter((action) => action.remedy?.kind === kind).map((action) => ({ actionId: action.id, reason })),
  );
}

/** Of longer lines only the beginning is looked at, so that no pattern becomes slow. */
const longestLine = 1_000;

function firstMatch(pattern: RegExp, lines: readonly string[]): RegExpExecArray | null {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match;
  }
  return null;
}

/** Facts that any program's words establish, whatever the runbook knows of them. */
export function genericFindings(outputs: readonly StepOutput[], actions: readonly RunbookAction[]): readonly Finding[] {
  const lines = textOf(outputs)
    .split('\n')
    .map((line) => line.slice(0, longestLine));
  return known.flatMap(({ id, pattern, severity, text, remedies }) => {
    const match = firstMatch(pattern, lines);
    if (match === null) return [];
    const words = expand(text, match).replace(/[:\s]+$/, '');
    return [{ id, severity, text: words, proof: match.input, suggests: suggestionsFor(remedies, actions) }];
  });
}

/** Commands of a diagnostic that did not succeed, which is a fact too. */
export function failedSteps(outputs: readonly StepOutput[]): readonly Finding[] {
  return outputs.flatMap((output, index) => {
    if (isSuccess(output.end)) return [];
    const last = (output.stderr.trim() || output.stdout.trim()).split('\n').at(-1) ?? '';
    const isAnswer = output.end.kind === 'exited';
    return [
      {
        id: `step-${String(index + 1)}`,
        severity: isAnswer ? ('warning' as const) : ('unknown' as const),
        text: `${output.command.slice(0, 120)}: ${describeEnd(output.end)}`,
        proof: last.slice(0, 1_000),
        suggests: [],
      },
    ];
  });
}
