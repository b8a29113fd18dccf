import { clue } from '../clue.ts';
import { mendFile } from '../rules/mending.ts';
import { lowPortClue, portClue } from '../rules/ports.ts';
import { configurationOf } from './configurationWords.ts';
import { type Found, group, lineOf, restart, type WordRule } from './word.ts';

const port = (found: Found): number | null => Number(group(found, 'port')) || null;

/** An address that no interface of the host has: told by the program, or found in its configuration. */
function foreignAddress(found: Found) {
  const { scene, proof } = found;
  const own = new Set(
    [...scene.output('Names and routes').matchAll(/\b(\d{1,3}(?:\.\d{1,3}){3})\/\d+/g)].map((one) => one[1] ?? ''),
  );
  const told = /\b(\d{1,3}(?:\.\d{1,3}){3})\b/.exec(lineOf(found))?.[1];
  const place = scene.configured.find(({ text }) =>
    told === undefined
      ? /^[\d.]+$/.test(text) && !/^(?:127\.|0\.0\.0\.0)/.test(text) && !own.has(text)
      : text.includes(told),
  );
  const address = told ?? place?.text;
  const where =
    place === undefined || place.file === 'unit' ? '' : ` (it stands in ${place.file}, line ${String(place.line)})`;
  const file = place === undefined || place.file === 'unit' ? configurationOf(scene) : place.file;
  return clue(
    'network',
    0,
    'address-missing',
    'critical',
    `It wants to listen on ${address === undefined ? 'an address' : `the address ${address}`}, which this host does not have${where}`,
    proof,
    mendFile(scene, file),
  );
}

/** A socket in the file system stays when its program ends unasked, and then keeps the next one from listening. */
const takenSocket = (found: Found, path: string) =>
  clue(
    'port',
    0,
    'port-taken',
    'critical',
    `The socket ${path} is there already: another process holds it, or it was left behind`,
    found.proof,
    [restart('it ends what may still run of it')],
  );

export const portWords: readonly WordRule[] = [
  {
    id: 'port-taken',
    pattern:
      /EADDRINUSE[^\n]*?(?<port>\d{2,5})\b|bind\(\)[^\n]*?:(?<port2>\d{2,5}) failed \(98|(?:address|port)[^\n]{0,30}? (?:is )?already (?:in use|allocated|bound)[^\n]*?(?::(?<port3>\d{2,5})\b)?[^\n]*|(?:listen|bind)[^\n]*?:(?<port4>\d{2,5})[^\n]*address already in use|[Pp]ort (?<port5>\d{2,5}) (?:is |was )?(?:already )?(?:in use|taken|occupied)/i,
    make: (found) => {
      const line = lineOf(found);
      const socket = /\bunix:? ?(\/[^\s:"']+)|(\/[^\s:"']+\.(?:sock|socket))\b/.exec(line);
      if (socket !== null) return takenSocket(found, socket[1] ?? socket[2] ?? '');
      const told =
        port(found) ??
        (Number(/:(\d{2,5})\b/.exec(line.replace(/\d+:\d+:\d+/, ''))?.[1] ?? /port:? (\d{2,5})/i.exec(line)?.[1]) ||
          null);
      return portClue(found.scene, told, found.proof);
    },
  },
  {
    id: 'port-forbidden',
    pattern:
      /bind\(\)[^\n]*?:(?<port>\d{1,5}) failed \(13|listen EACCES[^\n]*?:?(?<port2>\d{1,5})$|(?:listen|bind)[^\n]*?:(?<port3>\d{1,5}): bind: permission denied|(?:socket|server)\.?_?bind\([^\n]*\n(?:[^\n]*\n){0,8}?PermissionError[^\n]*|(?:bind|listen)\w*[^\n]{0,60}(?:permission denied|EACCES|not permitted)|(?:permission denied|EACCES)[^\n]{0,60}\bbind/im,
    make: (found) => lowPortClue(found.scene, port(found), found.proof),
  },
  {
    id: 'address-missing',
    pattern: /EADDRNOTAVAIL[^\n]*|[Cc]annot assign requested address[^\n]*|bind\(\)[^\n]*failed \(99/,
    make: (found) => (/connect/i.test(lineOf(found)) ? null : foreignAddress(found)),
  },
];
