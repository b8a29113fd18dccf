import { parseArgs } from 'node:util';

export type StartOptions =
  | { readonly kind: 'start'; readonly wantsWeb: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: string };

export const startUsage = `Usage: npm start -- [--web] [--no-open] [--demo] [--port N] [--data FOLDER] [--lab FOLDER]
  --web          serve the window to a browser instead of opening the desktop shell
  --no-open      with --web: print the address and open no browser
  --demo         start the demo lab: two hosts inside the program, with a service to break
  --port N       with --web: listen on this port of 127.0.0.1 instead of a free one
  --data FOLDER  where history and logs are kept
  --lab FOLDER   where lab.yaml, runbooks and templates are`;

/** Understands the words after `npm start --`. Those that only a browser has a use for choose the web shell. */
export function readStartOptions(words: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...words],
      strict: true,
      allowPositionals: false,
      options: {
        help: { type: 'boolean', short: 'h' },
        web: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        demo: { type: 'boolean' },
        port: { type: 'string' },
        data: { type: 'string' },
        lab: { type: 'string' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    const port = values.port ?? '0';
    if (!/^\d+$/u.test(port) || Number(port) > 65_535) {
      return { kind: 'wrong', why: `--port must be a number from 0 to 65535, not "${port}".` };
    }
    return { kind: 'start', wantsWeb: values.web === true || values.port !== undefined };
  } catch (error) {
    return { kind: 'wrong', why: error instanceof Error ? error.message : String(error) };
  }
}
