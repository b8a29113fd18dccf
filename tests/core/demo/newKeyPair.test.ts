import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { newKeyPair } from '#core/demo/newKeyPair.ts';

it('makes only keys that can be read again', () => {
  const pairs = Array.from({ length: 2_000 }, () => newKeyPair('demo'));
  expect(pairs.filter((pair) => ssh2.utils.parseKey(pair.private) instanceof Error)).toEqual([]);
});
