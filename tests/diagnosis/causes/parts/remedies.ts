/** Where no remedy of the runbook mends it: none, or the restart that must follow the mending. */
export const anyRestart = ['none', 'restart', 'reset-and-restart'];

/** What puts an earlier state of the service's files back, as the runbook of the stage calls it. */
export const restore = ['restore-the-backup', 'roll-back'];
