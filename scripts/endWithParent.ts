const everyMs = 300;

/**
 * Ends this process, by a SIGTERM to itself, when the shell that npm started it with is gone. npm and the shell do not
 * pass signals on, so that a stopped `npm start` would leave the program running.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, everyMs);
  timer.unref();
}
