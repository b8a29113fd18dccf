/** `systemctl`, or that of the user's own manager where one of the commands speaks to that. */
export const systemctlOf = (steps: readonly { readonly command: string }[]): string =>
  steps.some(({ command }) => /\bsystemctl\s+(?:\S+\s+)*?--user\b/.test(command)) ? 'systemctl --user' : 'systemctl';
