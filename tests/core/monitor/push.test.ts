import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { dbusStream } from '#core/monitor/push/dbusStream.ts';
import { journalStream } from '#core/monitor/push/journalStream.ts';
import { unitInLine, unitPath } from '#core/monitor/push/unitPath.ts';
import { linuxGateway } from '#core/monitor/observer/gatewayProbe.ts';

describe('the D-Bus object of a unit', () => {
  it('is escaped as systemd does it', () => {
    expect(unitPath('gitops-auditor.service')).toBe('/org/freedesktop/systemd1/unit/gitops_2dauditor_2eservice');
    expect(unitPath('user@0.service')).toBe('/org/freedesktop/systemd1/unit/user_400_2eservice');
  });

  it('is found again in a line', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9@:_.-]{1,30}\.service$/), (unit) => {
        expect(
          unitInLine(
            `sig\t1.2\t3\t:1.0\t<none>\t${unitPath(unit)}\torg.freedesktop.DBus.Properties\tPropertiesChanged`,
          ),
        ).toBe(unit);
      }),
    );
  });
});

describe('the streams', () => {
  it('of D-Bus trust nothing but the answer to their own question', () => {
    const { read } = dbusStream(['nginx.service'], 'n1');
    expect(
      read('sig\t1\t2\t:1.0\t<none>\t/org/freedesktop/systemd1\torg.freedesktop.systemd1.Manager\tUnitNew'),
    ).toEqual({ kind: 'proof' });
    expect(
      read("/org/freedesktop/systemd1: org.freedesktop.systemd1.Manager.UnitNew ('other.service', objectpath '/x')"),
    ).toEqual({ kind: 'nothing' });
    expect(
      read(
        "/org/freedesktop/systemd1: org.freedesktop.systemd1.Manager.UnitNew ('sitrep-proof-n1.service', objectpath '/x')",
      ),
    ).toEqual({ kind: 'proof' });
    expect(
      read(
        "/org/freedesktop/systemd1/unit/nginx_2eservice: org.freedesktop.DBus.Properties.PropertiesChanged ('org.freedesktop.systemd1.Unit', {})",
      ),
    ).toEqual({ kind: 'unit', unit: 'nginx.service', isProof: false });
    expect(read('#type\ttimestamp\tserial')).toEqual({ kind: 'nothing' });
  });

  it('of the journal remember the cursor of each entry and resume after it', () => {
    let cursor = '';
    const { read } = journalStream(null, (next) => (cursor = next));
    expect(read('{"UNIT":"nginx.service","__CURSOR":"s=1;i=2"}')).toEqual({
      kind: 'unit',
      unit: 'nginx.service',
      isProof: true,
    });
    expect(cursor).toBe('s=1;i=2');
    expect(read('Hint: You are currently not seeing messages')).toEqual({ kind: 'nothing' });
    expect(journalStream(cursor, () => undefined).command).toContain("--after-cursor='s=1;i=2'");
  });
});

it('reads the default gateway from the routing table', () => {
  const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
  const route = (destination: string, gateway: string, flags: string): string =>
    `eth0\t${destination}\t${gateway}\t${flags}\t0\t0\t0\t00000000\t0\t0\t0`;
  expect(
    linuxGateway(`${header}\n${route('00000000', '0102A8C0', '0003')}\n${route('0002A8C0', '00000000', '0001')}\n`),
  ).toEqual(['192.168.2.1']);
  expect(linuxGateway(`${header}\n`)).toEqual([]);
  expect(linuxGateway('')).toBeNull();
});
