import { execFile } from 'node:child_process';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { readPluginOutput } from '#shared/check/pluginOutput.ts';
import { firstLine, unknownReading, type Ask, type Reading } from './reading.ts';

type PluginCheck = Extract<CheckDefinition, { kind: 'plugin' }>;

/** Where distributions put them, so that `check_disk -w 10%` needs no path. */
const folders = [
  '/usr/lib/nagios/plugins',
  '/usr/lib64/nagios/plugins',
  '/usr/lib/monitoring-plugins',
  '/usr/libexec/nagios/plugins',
  '/usr/local/libexec/nagios',
  '/usr/local/nagios/libexec',
].join(':');

/** Any Nagios-compatible plugin. The command is shell text of the lab's owner and runs as it stands. */
const scriptOf = (check: PluginCheck): string => `PATH=$PATH:${folders}; export PATH\n${check.command}`;

export function askPluginFromHost(check: PluginCheck): Ask {
  return {
    where: 'host',
    script: scriptOf(check),
    read: ({ exitCode, stdout, stderr }) => readPlugin(check, exitCode, stdout, stderr),
  };
}

const mostBytes = 1024 * 1024;

/** The same on this computer; its group is killed when the time is over. */
export function askPluginFromObserver(check: PluginCheck): Ask {
  return {
    where: 'observer',
    ask: (signal) =>
      new Promise((resolve) => {
        const options = { signal, maxBuffer: mostBytes, killSignal: 'SIGKILL' } as const;
        execFile('sh', ['-c', scriptOf(check)], options, (error, stdout, stderr) => {
          if (signal.aborted) resolve(unknownReading(`${nameOf(check)} did not finish in time`));
          else if (error === null) resolve(readPlugin(check, 0, stdout, stderr));
          else if (typeof error.code === 'number') resolve(readPlugin(check, error.code, stdout, stderr));
          else resolve(unknownReading(`${nameOf(check)} could not be run: ${error.message}`));
        });
      }),
  };
}

function readPlugin(check: PluginCheck, exitCode: number, stdout: string, stderr: string): Reading {
  if (exitCode === 126 || exitCode === 127) {
    const why = firstLine(stderr) || 'command not found';
    return unknownReading(`${nameOf(check)} cannot be run: ${why}; install monitoring-plugins, or correct the command`);
  }
  return readPluginOutput(exitCode, stdout.trim() === '' ? stderr : stdout);
}

const nameOf = (check: PluginCheck): string => check.command.trim().split(/\s/)[0] ?? 'the plugin';
