/** Starts the unit anew; that it fails to is no error here. */
export const up = (unit: string): string => `systemctl reset-failed ${unit}; systemctl restart ${unit} || true`;

/** Holds while the unit does not run. */
export const down = (unit: string): string => `[ "$(systemctl is-active ${unit})" != active ]`;

const folder = (unit: string) => `/etc/systemd/system/${unit}.service.d`;

/** Overrides lines of the service's unit, written as `printf` takes them, and starts it anew. */
export const dropIn = (unit: string, lines: string): string =>
  `mkdir -p ${folder(unit)}; printf '${lines}' > ${folder(unit)}/local.conf; systemctl daemon-reload; ${up(unit)}`;

/** Takes every override of the service's unit back. */
export const noDropIn = (unit: string): string => `rm -rf ${folder(unit)}; systemctl daemon-reload; ${up(unit)}`;
