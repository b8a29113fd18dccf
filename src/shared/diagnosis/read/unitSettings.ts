/** A setting of a unit as it holds, and where it stands: `/etc/systemd/system/x.service.d/y.conf, line 3`. */
export type UnitSetting = { readonly name: string; readonly value: string; readonly place: string };

/**
 * Reads what `systemctl cat` prints. A later line of the same name stands behind the earlier ones, and an empty value
 * takes all of them back (systemd.syntax(7)).
 */
export function readUnitSettings(text: string): readonly UnitSetting[] {
  let settings: UnitSetting[] = [];
  let [file, line] = ['', 0];
  for (const one of text.split('\n')) {
    const start = /^# (\/\S+)$/.exec(one)?.[1];
    if (start !== undefined) [file, line] = [start, 0];
    else line += 1;
    const [, name, value = ''] = /^(\w+)\s*=\s*(.*)$/.exec(one) ?? [];
    if (name === undefined) continue;
    if (value.trim() === '') settings = settings.filter((setting) => setting.name !== name);
    else settings.push({ name, value: value.trim(), place: `${file}, line ${String(line)}` });
  }
  return settings;
}
