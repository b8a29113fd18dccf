import { expect, it } from 'vitest';
import { hostNamed } from '#shared/ingest/hostNamed.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';

const lab = labFileSchema.parse({
  version: 1,
  hosts: [
    { id: 'storage', name: 'NAS', access: { transport: 'ssh2', alias: 'nas.lan' } },
    { id: 'pi', access: { transport: 'ssh2', address: '192.168.1.7' } },
    { id: 'web-a', access: { transport: 'ssh2', address: 'web.a.lan' } },
    { id: 'web-b', access: { transport: 'ssh2', address: 'web.b.lan' } },
  ],
});

it('knows a host by id, name, alias or address, with and without the domain', () => {
  for (const name of ['storage', 'nas', 'Nas.lan', 'nas.home.arpa']) expect(hostNamed(lab, [name])).toBe('storage');
  expect(hostNamed(lab, ['192.168.1.7'])).toBe('pi');
});

it('takes the first name that is known, and none that several hosts share', () => {
  expect(hostNamed(lab, ['who', 'pi'])).toBe('pi');
  expect(hostNamed(lab, ['web'])).toBeNull();
  expect(hostNamed(lab, ['web.b.lan'])).toBe('web-b');
  expect(hostNamed(lab, ['192.168.1.8'])).toBeNull();
});
