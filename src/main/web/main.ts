import { createCore } from '#core/createCore.ts';
import { runWebShell } from './webShell.ts';

/** Whatever does not want to end is left behind after this. */
const endingMs = 5_000;

const askedToEnd = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), endingMs).unref();
      resolve();
    });
  }
});

const environment = { ...process.env };
// What this process starts must not inherit the passphrase.
delete process.env['SITREP_VAULT_PASSPHRASE'];

const status = await runWebShell(
  {
    words: process.argv.slice(2),
    environment,
    say: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
    askedToEnd,
    hasTerminal: process.stdin.isTTY && process.stderr.isTTY,
    programFolder: import.meta.dirname,
  },
  createCore,
);
process.exit(status);
