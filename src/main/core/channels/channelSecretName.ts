/** The vault's name for a channel's password, token or secret address. */
export function channelSecretName(channelId: string): string {
  return `channel:${channelId}`;
}
