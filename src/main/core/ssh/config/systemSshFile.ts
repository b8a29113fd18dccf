import path from 'node:path';

/** Where OpenSSH keeps a file that holds for all users of this computer. */
export function systemSshFile(name: string): string {
  if (process.platform !== 'win32') return `/etc/ssh/${name}`;
  return path.join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'ssh', name);
}
