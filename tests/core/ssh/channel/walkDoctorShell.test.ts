import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DoctorStep } from '#shared/host/doctor.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { localTransport } from '#core/ssh/channel/localTransport.ts';
import { walkDoctorShell } from '#core/ssh/channel/walkDoctorShell.ts';
import type { ShellTransport } from '#core/ssh/shellTransport.ts';

async function walk(transport: ShellTransport): Promise<Readonly<Record<string, DoctorStep>>> {
  const steps: Record<string, DoctorStep> = {};
  const walking = walkDoctorShell({ transport, clock: systemClock(), signal: new AbortController().signal });
  for await (const step of walking) steps[step.name] = step;
  return steps;
}

/** A host whose programs are these scripts before any other. */
function hostWith(programs: Readonly<Record<string, string>>): ShellTransport {
  const bin = mkdtempSync(join(tmpdir(), 'sitrep-doctor-'));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return localTransport({ env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
}

describe('walkDoctorShell', () => {
  it('finds everything in order on a healthy host', async () => {
    const steps = await walk(
      hostWith({ id: 'echo 1000', sudo: 'exit 0', systemctl: 'echo running', journalctl: 'echo entry' }),
    );
    expect(Object.keys(steps)).toEqual(['shell', 'sudo', 'systemd', 'journal', 'clock']);
    expect(Object.values(steps).map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('says what to do about a sudo that asks, failed units, a closed journal and a wrong clock', async () => {
    const steps = await walk(
      hostWith({
        id: 'case $1 in -un) echo ops ;; *) echo 1000 ;; esac',
        sudo: 'echo "a password is required" >&2; exit 1',
        systemctl: 'echo degraded; exit 1',
        journalctl: 'exit 0',
        date: 'echo 1000000000',
      }),
    );
    expect(steps['sudo']).toMatchObject({ verdict: 'warning', text: 'sudo asks for a password.' });
    expect(steps['systemd']).toMatchObject({ verdict: 'warning', mend: 'See which: systemctl --failed' });
    expect(steps['journal']).toMatchObject({ mend: 'On the host: sudo usermod -aG systemd-journal ops' });
    expect(steps['clock']?.text).toMatch(/behind this computer's/);
  });

  it('lists what a narrow sudoers file allows', async () => {
    const steps = await walk(
      hostWith({
        id: 'echo 1000',
        sudo: 'case "$*" in *-l) echo "    (root) NOPASSWD: /usr/bin/systemctl restart gitops-auditor" ;; *) exit 1 ;; esac',
      }),
    );
    expect(steps['sudo']).toMatchObject({
      verdict: 'ok',
      text: expect.stringContaining('systemctl restart gitops-auditor') as string,
    });
  });

  it('tells a sudo that wants a terminal from one that wants a password', async () => {
    const steps = await walk(
      hostWith({ id: 'echo 1000', sudo: 'echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1' }),
    );
    expect(steps['sudo']).toMatchObject({ verdict: 'warning', text: expect.stringContaining('requiretty') as string });
    expect(steps['sudo']?.mend).toContain('!requiretty');
  });

  it('skips the rest when no command runs', async () => {
    const steps = await walk({
      openCommand: (_command, signal) =>
        localTransport().openCommand('echo This account is not available; exit 1', signal),
    });
    expect(steps['shell']).toMatchObject({ verdict: 'failed' });
    expect(steps['shell']?.text).toContain('This account is not available');
    expect(steps['clock']).toMatchObject({ verdict: 'skipped' });
  });
});
