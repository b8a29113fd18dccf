import type { Consent, Effect } from '../run/run.ts';

const restart =
  /^(?:sudo\s+(?:-n\s+)?)?(?:systemctl\s+(?:--user\s+)?(?:restart|try-restart|reload|reload-or-restart|try-reload-or-restart)(?:\s+[\w@.{}:\\-]+)+|service\s+[\w@.{}-]+\s+(?:restart|reload)|(?:docker|podman)\s+(?:container\s+)?restart(?:\s+[\w.{}-]+)+|(?:docker[ -]compose|podman-compose|podman compose)(?:\s+(?:-f|-p|--file|--project-name|--project-directory)[ =][\w./{}-]+)*\s+restart(?:\s+[\w.{}-]+)*)$/;
/** Restarting one of these may cut the way to the host. */
const carriesTheConnection =
  /\b(?:sshd?|dropbear|networking|networkmanager|systemd-networkd|systemd-resolved|firewalld|nftables|iptables|ufw|wg-quick\S*|tailscaled?|openvpn\S*|dbus|systemd-logind)(?:\.service)?\b/i;

/** Whether a command does nothing but restart or reload services that the connection does not depend on. */
export function isPlainRestart(command: string): boolean {
  return restart.test(command.trim()) && !carriesTheConnection.test(command);
}

const cacheCleanUp =
  /^(?:sudo\s+(?:-n\s+)?)?(?:(?:apt|apt-get)(?:\s+-(?:y|q|qq))*\s+(?:auto)?clean|(?:dnf|yum)(?:\s+-(?:y|q))*\s+clean\s+(?:packages|metadata|dbcache|expire-cache|all)|zypper\s+clean(?:\s+(?:-a|--all))?|apk\s+cache\s+clean|pip3?\s+cache\s+purge|npm\s+cache\s+clean\s+--force|yarn\s+cache\s+clean)$/;

/** Whether a command does nothing but delete downloads that are fetched again when they are needed. */
export function isCacheCleanUp(command: string): boolean {
  return cacheCleanUp.test(command.trim());
}

/** Typed remedies that keep a way back for what they remove or overwrite. */
export const remediesWithWayBack: ReadonlySet<string> = new Set([
  'isolate',
  'isolate-backend',
  'clear-temporary-data',
  'roll-back',
  'restore-backup',
  'set-aside',
  'prune-repositories',
]);

/**
 * What a run asks of the person when its author says nothing: nothing for what reads, a click for a restart
 * and for downloads that can be fetched again, a confirmation for other changes, and typing the host's name for what destroys without a way back.
 */
export function consentFor(effect: Effect, commands: readonly string[], remedyKind: string | null = null): Consent {
  if (effect === 'reads') return 'none';
  if (effect === 'changes')
    return commands.length > 0 && commands.every((command) => isPlainRestart(command) || isCacheCleanUp(command))
      ? 'click'
      : 'confirm';
  return remedyKind !== null && remediesWithWayBack.has(remedyKind) ? 'confirm' : 'type';
}

const order: readonly Consent[] = ['none', 'click', 'confirm', 'type'];

/** The stricter of two consents. */
export function stricterConsent(a: Consent, b: Consent): Consent {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
