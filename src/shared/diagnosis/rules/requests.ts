import { type Clue, clue } from '../clue.ts';
import { linesOf } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';

/** Who asks most in the access logs, where one client stands out. */
export function requestClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'Who asks most')].flatMap(([log, text]): readonly Clue[] => {
    const [clients = '', statuses = ''] = text.split('-- status');
    const rows = linesOf(clients).flatMap((line) => {
      const match = /^\s*(\d+)\s+(\S+)/.exec(line);
      return match === null ? [] : [{ count: Number(match[1]), client: match[2] ?? '' }];
    });
    const [first] = rows;
    const all = linesOf(statuses).reduce((sum, line) => sum + (Number(/^\s*(\d+)/.exec(line)?.[1]) || 0), 0);
    if (log === '' || first === undefined || all === 0) return [];
    const share = first.count / all;
    const isFlood = first.count >= 500 && share > 0.5;
    const text2 = `${first.client} asks most: ${String(first.count)} of the last ${String(all)} requests (${String(Math.round(share * 100))} %) in ${log}`;
    return [clue('requests', isFlood ? 1 : 3, 'busiest-client', isFlood ? 'warning' : 'info', text2, text.trim())];
  });
}
