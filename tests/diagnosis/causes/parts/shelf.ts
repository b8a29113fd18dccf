import type { Cause } from '../cause.ts';
import { down, up } from './units.ts';

/** A cause in a service that is made for it alone, in /opt/shelf; `made` runs before its first start. */
export const shelf = (
  name: string,
  made: string,
  diagnosed: RegExp,
  remedies: readonly string[],
  settings = '',
): Cause => ({
  name,
  service: 'shelf',
  inject: `useradd -r -s /usr/sbin/nologin shelf 2>/dev/null; mkdir -p /opt/shelf/bin; printf '#!/bin/sh\\nexec sleep 100000\\n' > /opt/shelf/bin/shelfd; chmod 755 /opt/shelf/bin/shelfd; chown -R shelf: /opt/shelf; printf '[Service]\\nUser=shelf\\nExecStart=/opt/shelf/bin/shelfd\\n${settings}' > /etc/systemd/system/shelf.service; ${made}\nsystemctl daemon-reload; ${up('shelf')}`,
  undo: 'systemctl stop shelf; rm -rf /opt/shelf /etc/systemd/system/shelf.service; systemctl daemon-reload',
  shows: `sleep 1; ${down('shelf')}`,
  diagnosed,
  remedies,
});

/** Writes the text as the program of the shelf. */
export const program = (text: string): string => `cat > /opt/shelf/bin/shelfd <<'TEXT'\n${text}\nTEXT\n`;
