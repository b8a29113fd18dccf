import { quote } from '../../ssh/channel/quote.ts';
import { unitInLine, unitPath } from './unitPath.ts';
import { followerSeconds, type StreamLine, type UnitStream } from './unitStream.ts';

/**
 * systemd's own signals over D-Bus, as any user may hear them: one match rule for each unit. systemd sends signals only
 * while somebody (usually logind) has subscribed, so the stream must prove itself: to ask for a unit that does not exist
 * makes systemd tell of a new unit.
 */
export function dbusStream(units: readonly string[], nonce: string): UnitStream {
  const proofUnit = `sitrep-proof-${nonce}.service`;
  const rules = [
    ...units.map(
      (unit) =>
        `type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',path='${unitPath(unit)}'`,
    ),
    `type='signal',interface='org.freedesktop.systemd1.Manager',member='UnitNew',arg0='${proofUnit}'`,
  ];
  const command = `command -v timeout >/dev/null 2>&1 || exit 127
if command -v dbus-monitor >/dev/null 2>&1; then exec timeout ${followerSeconds} dbus-monitor --system --profile ${rules.map(quote).join(' ')}
elif command -v gdbus >/dev/null 2>&1; then exec timeout ${followerSeconds} gdbus monitor --system --dest org.freedesktop.systemd1
else exit 127; fi`;
  const read = (line: string): StreamLine => {
    // dbus-monitor tells no arguments, but hears only our own name; gdbus hears all and tells them.
    if (line.includes('UnitNew'))
      return line.startsWith('sig') || line.includes(proofUnit) ? { kind: 'proof' } : { kind: 'nothing' };
    const unit = line.includes('PropertiesChanged') ? unitInLine(line) : null;
    return unit === null ? { kind: 'nothing' } : { kind: 'unit', unit, isProof: false };
  };
  return { name: 'dbus', command, proof: `systemctl show -p Id -- ${proofUnit}`, read };
}
