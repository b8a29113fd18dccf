import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Folders } from '#core/ports/defaultFolders.ts';

export type WebOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataFolder: string;
  readonly labFolder: string;
  readonly startDemo: boolean;
  readonly openBrowser: boolean;
};

export const webUsage = `Usage: npm start -- --web [--no-open] [--demo] [--port N] [--data FOLDER] [--lab FOLDER]
  --no-open      print the address and open no browser
  --demo         start the demo lab: two hosts inside the program, with a service to break
  --port N       listen on this port of 127.0.0.1 instead of a free one
  --data FOLDER  where history and logs are kept
  --lab FOLDER   where lab.yaml, runbooks and templates are`;

/** Reads the command line of the web shell. Throws an error whose message is fit for the person who typed it. */
export function readWebOptions(words: readonly string[], folders: Folders): WebOptions {
  const { values } = parseArgs({
    args: [...words],
    strict: true,
    allowPositionals: false,
    options: {
      web: { type: 'boolean' },
      'no-open': { type: 'boolean' },
      demo: { type: 'boolean' },
      port: { type: 'string' },
      data: { type: 'string' },
      lab: { type: 'string' },
    },
  });
  return {
    port: readPort(values.port ?? '0'),
    dataFolder: readFolder('--data', values.data ?? folders.data),
    labFolder: readFolder('--lab', values.lab ?? folders.lab),
    startDemo: values.demo ?? false,
    openBrowser: !(values['no-open'] ?? false),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/u.test(text) && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not "${text}".`);
}

function readFolder(flag: string, folder: string): string {
  if (folder.trim() !== '') return resolve(folder);
  throw new Error(`${flag} must name a folder.`);
}
