import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { boundedCommand } from '#shared/runbook/bounded/boundedCommand.ts';
import { effectOf } from '#shared/runbook/effect/effectOf.ts';
import { anyCommand } from './anyCommand.ts';

it.each([
  ['top', 'top -b -n 1'],
  ['top -b', 'top -n 1 -b'],
  ['sudo top -u www', 'sudo top -b -n 1 -u www'],
  ['htop', 'top -b -n 1'],
  ['tail -f /var/log/nginx/error.log', 'tail -n 200 /var/log/nginx/error.log'],
  ['tail -100f x | grep error', 'tail -100 x | grep error'],
  ['tail -n 50 -F x', 'tail -n 50 x'],
  ['journalctl -fu nginx', 'journalctl -n 200 --no-pager -u nginx'],
  ['journalctl -f -n 20', 'journalctl -n 20'],
  ['watch -n 5 "df -h | head"', 'df -h | head'],
  ['watch df -h', 'df -h'],
  ["watch -n1 grep 'two words' x", 'grep two words x'],
  ["watch -x grep 'two words' x", "grep 'two words' x"],
  ["sudo watch -n 2 'docker ps | grep web'", "sudo sh -c 'docker ps | grep web'"],
  ['sudo watch "ls -l"', 'sudo ls -l'],
  ["watch 'date; uptime' && ls", "sh -c 'date; uptime' && ls"],
  ['docker logs -f web', 'docker logs --tail 200 web'],
  ['docker compose logs -f --tail=100 web', 'docker compose logs --tail=100 web'],
  ['kubectl logs -f pod/x -n y', 'kubectl logs --tail 200 pod/x -n y'],
  ['kubectl get pods -w', 'kubectl get pods'],
  ['docker stats', 'docker stats --no-stream'],
  ['ping 192.0.2.1', 'ping -c 4 192.0.2.1'],
  ['vmstat 1', 'vmstat 1 5'],
  ['less +F /var/log/x', 'cat /var/log/x'],
])('makes `%s` end by itself', (command, bounded) => {
  expect(boundedCommand(command)).toBe(bounded);
});

it.each([
  'systemctl status x',
  'watch',
  'watch ls "$x"',
  'vmstat 1 3',
  'ping -c 1 x',
  'tail x',
  'constructor x',
  'ls "',
  'top -b -n 1',
])('leaves `%s` as it is', (command) => {
  expect(boundedCommand(command)).toBe(command);
});

it('makes no harmless command harmful', () => {
  fc.assert(
    fc.property(anyCommand, (command) => {
      fc.pre(effectOf(command).effect === 'reads');
      expect(effectOf(boundedCommand(command)).effect).toBe('reads');
    }),
  );
});
