const prefix = '/org/freedesktop/systemd1/unit/';

/** The D-Bus object of a unit: every byte that is no letter or digit becomes `_` and its hexadecimal code. */
export function unitPath(unit: string): string {
  let path = '';
  for (const [index, byte] of [...new TextEncoder().encode(unit)].entries()) {
    const character = String.fromCharCode(byte);
    const isPlain = index === 0 ? /[A-Za-z]/.test(character) : /[A-Za-z0-9]/.test(character);
    path += isPlain ? character : `_${byte.toString(16).padStart(2, '0')}`;
  }
  return `${prefix}${path}`;
}

/** The unit that a line of dbus-monitor or gdbus speaks of; null when it speaks of none. */
export function unitInLine(line: string): string | null {
  const escaped = /\/org\/freedesktop\/systemd1\/unit\/(\w+)/.exec(line)?.[1];
  if (escaped === undefined) return null;
  const bytes: number[] = [];
  for (const [, hex, plain] of escaped.matchAll(/_([0-9a-f]{2})|(.)/g)) {
    bytes.push(hex === undefined ? (plain?.charCodeAt(0) ?? 0) : Number.parseInt(hex, 16));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
