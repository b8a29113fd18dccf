import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { readPluginOutput } from '#shared/check/pluginOutput.ts';
import { inItsShell } from '../../ssh/channel/needsBash.ts';
import { firstLine, unknownReading, type Ask, type Reading } from './reading.ts';
import { runShell } from './runShell.ts';

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
const scriptOf = (check: PluginCheck): string => `PATH=$PATH:${folders}; export PATH\n${inItsShell(check.command)}`;

export function askPluginFromHost(check: PluginCheck): Ask {
  return {
    where: 'host',
    script: scriptOf(check),
    read: ({ exitCode, stdout, stderr }) => readPlugin(check, exitCode, stdout, stderr),
  };
}

/** The same on this computer. */
export function askPluginFromObserver(check: PluginCheck): Ask {
  return {
    where: 'observer',
    ask: async (signal) => {
      try {
        const { exitCode, stdout, stderr } = await runShell(scriptOf(check), signal);
        if (exitCode === null) return unknownReading(`${nameOf(check)} did not finish in time`);
        return readPlugin(check, exitCode, stdout, stderr);
      } catch (error) {
        return unknownReading(
          `${nameOf(check)} could not be run: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
  };
}

/** A shell tells of a signal by a status above this. */
const endedBySignal = 128;

function readPlugin(check: PluginCheck, exitCode: number, stdout: string, stderr: string): Reading {
  if (exitCode === 126 || exitCode === 127) {
    const why = firstLine(stderr) || 'command not found';
    return unknownReading(`${nameOf(check)} cannot be run: ${why}; install monitoring-plugins, or correct the command`);
  }
  if (exitCode > endedBySignal)
    return unknownReading(`${nameOf(check)} was killed by signal ${exitCode - endedBySignal}`);
  return readPluginOutput(exitCode, stdout.trim() === '' ? stderr : stdout);
}

const nameOf = (check: PluginCheck): string => check.command.trim().split(/\s/)[0] ?? 'the plugin';
