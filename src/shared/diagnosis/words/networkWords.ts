import { type Clue, clue, type Need } from '../clue.ts';
import { mendFile } from '../rules/mending.ts';
import { refusedClue } from '../rules/refused.ts';
import { endpointIn, type Found, group, hostIn, lineOf, type WordRule } from './word.ts';

const resolver: Need = { kind: 'restart-resolver', reason: 'names are resolved by it' };

/** A name that nobody knows is most often written wrongly; where no resolver answers, it is the resolver. */
function unresolved(found: Found): Clue {
  const { scene, proof } = found;
  const line = lineOf(found);
  const name = group(found, 'name') || hostIn(proof) || (endpointIn(line)?.split(':')[0] ?? '');
  const named = name === '' ? [] : scene.configured.filter(({ text }) => text.includes(name));
  const names =
    name !== '' || scene.configured.length === 0
      ? name
      : (scene.configured.flatMap(({ text }) => (hostIn(text) === '' ? [] : [hostIn(text)]))[0] ?? '');
  const file = named[0]?.file;
  const where =
    file === undefined || file === 'unit' ? '' : ` (it stands in ${file}, line ${String(named[0]?.line ?? 0)})`;
  const isUnknown = /ENOTFOUND|not known|no such host|NXDOMAIN|does not resolve|host not found|nodename/i.test(
    found.match[0],
  );
  const mend = file === undefined || file === 'unit' ? [] : mendFile(scene, file);
  return clue(
    'network',
    0,
    'name-not-resolved',
    'critical',
    `A name is not resolved: ${names}${where}`.replace(/: $/, ''),
    proof,
    isUnknown ? [...mend, resolver] : [resolver, ...mend],
  );
}

/** The last line that tells of a refused connection, and whose address it was. */
function refused(found: Found): Clue {
  const line = lineOf(found);
  const to = group(found, 'to');
  const address =
    group(found, 'node') ||
    (to === '' ? '' : `${to}${group(found, 'port') === '' ? '' : `:${group(found, 'port')}`}`) ||
    endpointIn(line) ||
    endpointIn(found.proof);
  return refusedClue(found.scene, address ?? silentAddress(found) ?? '', line);
}

/** An address of this host that its configuration names, and where nobody listens: what a program means that does not say. */
function silentAddress({ scene }: Found): string | null {
  const heard = new Set(scene.listeners.map(({ port }) => String(port)));
  if (heard.size === 0) return null;
  const silent = scene.configured.find(({ text }) => {
    const port = /^(?:https?:\/\/)?(?:127\.[\d.]+|localhost):(\d{2,5})$/.exec(text)?.[1];
    return port !== undefined && !heard.has(port);
  });
  return silent?.text ?? null;
}

/** What cannot be reached: by the address that the program told, where it did. */
function unreachable(found: Found): Clue {
  const line = lineOf(found);
  const to = endpointIn(line.replaceAll(/[`'"]/g, '')) ?? /\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?/.exec(line)?.[0] ?? null;
  return clue(
    'network',
    to === null ? 1 : 0,
    'unreachable',
    'critical',
    `Something that it calls cannot be reached${to === null ? '' : ` (${to})`}: ${line}`,
    found.proof,
  );
}

export const networkWords: readonly WordRule[] = [
  {
    id: 'name-not-resolved',
    pattern:
      /Could not resolve host:? ?(?<name>[\w.-]+)?|\b(?:ENOTFOUND|EAI_AGAIN)\b ?(?<name2>[\w.-]+)?|lookup (?<name3>[\w.-]+)[^\n]*(?:no such host|server misbehaving|i\/o timeout)|Name or service not known|Temporary failure in name resolution|nodename nor servname|Name does not resolve|host not found in upstream "(?<name4>[^":]+)|UnknownHostException:? ?(?<name5>[\w.-]+)?|could not translate host name "(?<name6>[^"]+)"|getaddrinfo(?: for (?<name7>[\w.-]+))? failed|failed to lookup address information|NXDOMAIN/i,
    make: unresolved,
  },
  {
    id: 'connection-refused',
    pattern:
      /ECONNREFUSED ?(?<node>[\d.:[\]a-f]+:\d+|\/[^\s'",)]+)?|[Ff]ailed to connect to (?<to>\S+) port (?<port>\d+)|connect\(\) failed \(111|[Cc]onnection to (?:server at )?"?(?<to2>[\w.-]+(?::\d+)?)"?(?:[ :(][^\n]*?port (?<port2>\d+))?[^\n]*refused|[Cc]onnection refused|Can't connect to (?:local )?(?:MySQL|MariaDB) server (?:on|through socket) '(?<to3>[^']+)'|Could not connect to Redis at (?<to4>[\w.:-]+)/,
    make: refused,
  },
  {
    id: 'timeout',
    pattern:
      /(?:connect|connection|upstream|request|read|operation|i\/o|socket|query|gateway|deadline|context)\w*[ _](?:has |was )?(?:timed? ?_?out|time-?out|deadline exceeded)|timed out|ETIMEDOUT|ESOCKETTIMEDOUT|No route to host|EHOSTUNREACH|Network is unreachable|ENETUNREACH|socket hang up|deadline exceeded/i,
    make: (found) => (/\b(?:systemd|start operation|Watchdog)\b/.test(lineOf(found)) ? null : unreachable(found)),
  },
  {
    id: 'not-reached',
    pattern:
      /(?:can't|cannot|could not|unable to|failed to) (?:reach|connect to|contact|establish (?:a )?connection)[^\n]*/i,
    make: unreachable,
  },
];
