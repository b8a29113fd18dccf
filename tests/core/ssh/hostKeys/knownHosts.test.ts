import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fc } from '#tests/support/fastCheck.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesFor, judgeHostKey, knownHostsName, parseKnownHosts } from '#core/ssh/hostKeys/knownHosts.ts';
import { type PublicKey, publicKeyFrom } from '#core/ssh/hostKeys/publicKey.ts';
import { hashedName } from '#core/ssh/hostKeys/hostPattern.ts';
import { makeFolder, makeKey, readPublicKey, run } from '../sshd.ts';

let folder: string;
let line: string;
let otherLine: string;
let ecdsaLine: string;
const at = (hostName: string, port = 22, alias: string | null = null) => ({ hostName, port, alias });
const keyOf = (text: string): PublicKey => {
  const key = publicKeyFrom(Buffer.from(text.split(' ')[1] ?? '', 'base64'));
  if (key === null) throw new Error('no key');
  return key;
};

beforeAll(async () => {
  folder = await makeFolder();
  line = await readPublicKey(await makeKey(path.join(folder, 'one')));
  otherLine = await readPublicKey(await makeKey(path.join(folder, 'two')));
  ecdsaLine = await readPublicKey(await makeKey(path.join(folder, 'three'), 'ecdsa'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The lines of a file that ssh-keygen finds for a name. */
async function linesFoundByKeygen(text: string, name: string): Promise<readonly number[]> {
  const file = path.join(folder, 'known_hosts');
  await writeFile(file, text);
  const { stdout } = await run('ssh-keygen', ['-F', name, '-f', file]).catch(() => ({ stdout: '' }));
  return [...stdout.matchAll(/found: line (\d+)/g)].map((found) => Number(found[1]));
}

const linesFoundByUs = (text: string, name: string): readonly number[] =>
  entriesFor(parseKnownHosts(text, 'known_hosts'), name).map((entry) => entry.line);

describe('looking a name up in known_hosts', () => {
  it('finds the lines that ssh-keygen -F finds', async () => {
    const salt = Buffer.from('0123456789abcdefghij');
    const text = [
      '# a comment',
      '',
      `plain ${line}`,
      `plain,other.example ${line} a comment`,
      `*.example,!bad.example ${line}`,
      `[host]:2222 ${line}`,
      `[*]:2223 ${line}`,
      `10.0.0.? ${line}`,
      `${hashedName('hidden', salt)} ${line}`,
      `${hashedName('[hidden]:2222', salt)} ${line}`,
      `@cert-authority *.signed ${line}`,
      `@revoked * ${otherLine}`,
      `\t  indented ${line}`,
      `damaged ssh-ed25519 AAAA`,
      `wrongtype ssh-rsa ${line.split(' ')[1]}`,
      `MiXeD ${line}`,
      '|1|broken',
    ].join('\n');
    const names = [
      'plain',
      'other.example',
      'good.example',
      'bad.example',
      'host',
      '[host]:2222',
      '[anything]:2223',
      '10.0.0.7',
      '10.0.0.77',
      'hidden',
      '[hidden]:2222',
      'web.signed',
      'indented',
      'mixed',
      'nobody',
    ];
    for (const name of names) {
      expect([name, linesFoundByUs(text, name)]).toEqual([name, await linesFoundByKeygen(text, name)]);
    }
  });

  it('agrees with ssh-keygen on any patterns', async () => {
    const word = fc.stringMatching(/^!?[ab*?.]{1,6}$/);
    const name = fc.stringMatching(/^[ab.]{1,6}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), name, async (words, host) => {
        const text = `${words.join(',')} ${line}\n`;
        expect(linesFoundByUs(text, host)).toEqual(await linesFoundByKeygen(text, host));
      }),
      { numRuns: 150 },
    );
  });

  it('needs no more than a moment for hostile patterns', () => {
    const text = `${'*a'.repeat(500)}b ${line}`;
    expect(linesFoundByUs(text, 'a'.repeat(250))).toEqual([]);
  });

  it('looks under the alias, and names the port where it is not 22', () => {
    expect(knownHostsName('Web', 22, null)).toBe('web');
    expect(knownHostsName('web', 2222, null)).toBe('[web]:2222');
    expect(knownHostsName('web', 2222, 'Alias')).toBe('alias');
  });
});

describe('judging a host key', () => {
  const judge = (text: string, key: string, host = at('web')) =>
    judgeHostKey(parseKnownHosts(text, 'known_hosts'), host, keyOf(key)).kind;

  it('knows a key that any matching line has', () => {
    expect(judge(`web ${otherLine}\nweb ${line}`, line)).toBe('known');
    expect(judge(`web ${line}`, line, at('WEB'))).toBe('known');
  });

  it('calls a key changed when the host has others, of whatever type', () => {
    expect(judge(`web ${otherLine}`, line)).toBe('changed');
    expect(judge(`web ${ecdsaLine}`, line)).toBe('changed');
  });

  it('lets a revocation overrule everything', () => {
    expect(judge(`web ${line}\n@revoked * ${line}`, line)).toBe('revoked');
    expect(judge(`@revoked web ${line}`, line)).toBe('revoked');
    expect(judge(`@revoked other ${line}`, line)).toBe('unknown');
  });

  it('knows a host on another port by its plain name, unless its port is known with another key', () => {
    expect(judge(`web ${line}`, line, at('web', 2222))).toBe('known');
    expect(judge(`web ${otherLine}`, line, at('web', 2222))).toBe('unknown');
    expect(judge(`web ${line}\n[web]:2222 ${otherLine}`, line, at('web', 2222))).toBe('changed');
    expect(judge(`@revoked web ${line}`, line, at('web', 2222))).toBe('revoked');
  });

  it('does not take the key of an authority for that of a host', () => {
    expect(judge(`@cert-authority web ${line}`, line)).toBe('certified');
    expect(judge(`@cert-authority other ${line}`, line)).toBe('unknown');
  });
});
