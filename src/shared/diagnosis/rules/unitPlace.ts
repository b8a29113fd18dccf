import type { Scene } from '../read/scene.ts';

/** Where the unit's files say this, the last time, which is what holds: `/etc/systemd/system/x.service.d/y.conf, line 3`; empty where they do not. */
export function unitPlaceOf(scene: Scene, words: string, key = /^\w+=/): string {
  let [file, line, place] = ['', 0, ''];
  for (const text of scene.output('Unit files').split('\n')) {
    const start = /^# (\/\S+)$/.exec(text)?.[1];
    if (start !== undefined) [file, line] = [start, 0];
    else line += 1;
    if (key.test(text) && text.includes(words)) place = `${file}, line ${String(line)}`;
  }
  return place;
}
