/** Protocols that begin in the clear and change to TLS, with the port that each usually has. */
export const startTlsPorts = {
  smtp: 25,
  imap: 143,
  pop3: 110,
  ftp: 21,
  sieve: 4190,
  postgres: 5432,
  ldap: 389,
} as const;
export type StartTlsProtocol = keyof typeof startTlsPorts;
export const startTlsProtocols = Object.keys(startTlsPorts) as readonly StartTlsProtocol[];
