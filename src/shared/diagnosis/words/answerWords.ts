import { type Clue, clue, type Need } from '../clue.ts';
import { mendFile } from '../rules/mending.ts';
import { configurationOf } from './configurationWords.ts';
import { type Found, lineOf, urlIn, type WordRule } from './word.ts';

/** A pattern of an HTTP status in the words of clients: `HTTP Error 401`, `answered 401`, `status=401`, `401 Unauthorized`. */
const status = (code: string, reason: string): string =>
  String.raw`\b${code}[: ]+(?:${reason})|(?:status(?: ?code)?|error|code|HTTP(?:\/[\d.]+)?|answer(?:ed|s)?(?: with)?|respon(?:se|ded)(?: with)?|returned|got)\W{1,3}(?:code |status |error |HTTP )*${code}\b`;

/** The file with what the service was told, which may hold credentials or an address that are wrong now. */
const mendConfiguration = (found: Found, why: string): readonly Need[] =>
  mendFile(found.scene, configurationOf(found.scene)).map((need) =>
    need.kind === 'restore-backup' ? { ...need, reason: why } : need,
  );

/** `; it asks to wait 600 s`, where the server said for how long. */
function waitText(proof: string): string {
  const seconds = /retry[- _]?after["']?[:= ]*(\d+)/i.exec(proof)?.[1];
  return seconds === undefined ? '' : `; it asks to wait ${seconds} s`;
}

function refusedCredentials(found: Found): Clue {
  const line = lineOf(found);
  const isHttp = /401|unauthori[sz]ed/i.test(found.match[0]);
  const text = isHttp
    ? `A server refuses the credentials (401)${urlIn(found.proof)}`
    : `A server refuses the credentials: ${line}`;
  // Keys of SSH and accounts of the system stand in no file of the service.
  const isElsewhere = /publickey|peer authentication|ident authentication/i.test(line);
  return clue('credentials', 0, 'http-401', 'critical', text, found.proof, [
    { kind: 'renew-credentials', reason: 'the credentials are not accepted any more' },
    ...(isElsewhere
      ? []
      : mendConfiguration(found, 'the backup has the credentials that worked, where they were changed')),
  ]);
}

export const answerWords: readonly WordRule[] = [
  {
    id: 'http-401',
    pattern: new RegExp(
      String.raw`${status('401', 'Unauthori[sz]ed')}|Bad credentials|invalid (?:api )?(?:token|credentials|api key|password|username)|authentication failed|password authentication failed|Access denied for user|NOAUTH|WRONGPASS|login (?:failed|incorrect)|Permission denied \(publickey[^\n]*|SASL[^\n]*failed|(?:token|api key|session) (?:has |is )?(?:expired|revoked)|invalid_grant|ACCESS_REFUSED|not authorized|InvalidAccessKeyId|SignatureDoesNotMatch|(?:access|api|secret) key[^\n]{0,40} (?:does not exist|is invalid|not found)`,
      'i',
    ),
    make: refusedCredentials,
  },
  {
    id: 'http-403',
    pattern: new RegExp(
      `${status('403', 'Forbidden')}|Resource not accessible|insufficient (?:permissions?|scope|privileges?)|permission denied for (?:table|schema|database|relation)`,
      'i',
    ),
    make: (found) =>
      /rate limit/i.test(found.proof)
        ? null
        : clue(
            'credentials',
            0,
            'http-403',
            'critical',
            `A server forbids it (403)${urlIn(found.proof)}: the credentials lack a right`,
            found.proof,
            [
              { kind: 'renew-credentials', reason: 'the credentials lack a right' },
              ...mendConfiguration(found, 'the backup has the credentials that worked, where they were changed'),
            ],
          ),
  },
  {
    id: 'http-404',
    pattern: new RegExp(status('(?:404|410)', 'Not Found|Gone'), 'i'),
    make: (found) =>
      clue(
        'external',
        1,
        'http-404',
        'critical',
        `A server does not know what it asks for (404)${urlIn(found.proof)}: the address is wrong, or what stood there is gone`,
        found.proof,
        mendConfiguration(found, 'the backup has the address that worked, where it was changed'),
      ),
  },
  {
    id: 'http-429',
    pattern: new RegExp(
      `${status('429', 'Too Many Requests')}|rate[- ]?limit(?:ed)?(?: \\w+){0,3} (?:exceeded|reached|hit)|exceeded[^\\n]{0,40}rate limit|too many requests|throttl(?:ed|ing)`,
      'i',
    ),
    make: (found) =>
      clue(
        'rateLimit',
        0,
        'http-429',
        'critical',
        `A server limits the rate of requests (429)${urlIn(found.proof)}${waitText(found.proof)}`,
        found.proof,
        [
          { kind: 'pause-timer', reason: 'the scheduled work asks most; it can wait until the limit is reset' },
          { kind: 'isolate', reason: 'it stops asking until the limit is reset' },
        ],
      ),
  },
  {
    id: 'http-400',
    pattern: new RegExp(status('(?:400|405|415|422)', 'Bad Request|Method Not Allowed|Unsupported|Unprocessable'), 'i'),
    make: (found) =>
      clue(
        'external',
        1,
        'http-400',
        'critical',
        `A server does not take what it is sent (${/4\d\d/.exec(found.match[0])?.[0] ?? '4xx'})${urlIn(found.proof)}: the address, the protocol or the request is wrong`,
        found.proof,
        mendConfiguration(found, 'the backup has the address that worked, where it was changed'),
      ),
  },
  {
    id: 'http-5xx',
    pattern: new RegExp(
      status('50[0234]', 'Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out'),
      'i',
    ),
    make: (found) =>
      clue(
        'external',
        0,
        'upstream-error',
        'critical',
        `A server that it calls answers ${/50[0234]/.exec(found.match[0])?.[0] ?? '5xx'}${urlIn(found.proof)}`,
        found.proof,
      ),
  },
];
