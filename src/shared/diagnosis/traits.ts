import type { RunbookAction } from '../runbook/runbook.ts';
import { bareUnit } from './unitName.ts';

/** One thing that an action does, and to what. */
export type Trait = { readonly kind: string; readonly units: readonly string[]; readonly paths: readonly string[] };

type Pattern = { readonly kind: string; readonly pattern: RegExp; readonly what?: 'unit' | 'path' };

/** What commands do that stand in runbooks without an attribute. */
const patterns: readonly Pattern[] = [
  { kind: 'reset-unit', pattern: /systemctl (?:-\S+ )*(?:reset-failed|daemon-reload)\b/g },
  { kind: 'start-unit', pattern: /systemctl (?:-\S+ )*start (?:-\S+ )*([\w@.:\\-]+)/g, what: 'unit' },
  {
    kind: 'restart-unit',
    pattern: /(?:systemctl (?:-\S+ )*(?:try-)?(?:reload-or-)?restart|rc-service|service) (?:-\S+ )*([\w@.:\\-]+)/g,
    what: 'unit',
  },
  { kind: 'pause-timer', pattern: /systemctl (?:-\S+ )*stop (?:-\S+ )*([\w@.:\\-]+\.timer)\b/g, what: 'unit' },
  { kind: 'isolate', pattern: /systemctl (?:-\S+ )*(?:mask|isolate)\b/g },
  { kind: 'rejoin', pattern: /systemctl (?:-\S+ )*unmask (?:-\S+ )*([\w@.:\\-]+)/g, what: 'unit' },
  { kind: 'free-port', pattern: /\bfuser\b[^\n;|&]* -k\b|\bfuser -k/g },
  {
    kind: 'repair-permissions',
    pattern: /\b(?:chown|chmod|setfacl|restorecon)\b[^\n;|&]*?(\/[^\s;'"$|&]+)?(?=\s*(?:$|[;&|\n]))/gm,
    what: 'path',
  },
  { kind: 'set-aside-drop-ins', pattern: /\bmv\s[^\n]*(?:\.service|\))\.d\b|systemctl (?:-\S+ )*revert\b/g },
  {
    kind: 'restore-backup',
    pattern:
      /\b(?:cp|rsync)\b[^\n;|&]*backup[^\s;|&]*\s+(\/[^\s;|&]+)|\btar\b[^\n]*backup|restic restore|borg extract/gi,
    what: 'path',
  },
  { kind: 'roll-back', pattern: /\bgit\b[^\n;|&]*\b(?:reset|checkout|revert|switch)\b/g },
  { kind: 'set-aside', pattern: /\bmv\s+(?:-\S+\s+)*(\/[^\s]+)\s+\S+(?:broken|bad|corrupt|aside|old)/g, what: 'path' },
  { kind: 'clear-temporary-data', pattern: /\brm\s+(?:-\S+\s+)+(\/?(?:var\/)?(?:tmp|cache)[^\s;]*)/g, what: 'path' },
  { kind: 'prune-repositories', pattern: /\bfind\s+(\S+)[^\n]*(?:-delete|-exec rm)/g, what: 'path' },
  { kind: 'shrink-journal', pattern: /journalctl\b[^\n]*--vacuum/g },
  { kind: 'clean-packages', pattern: /\b(?:apt-get|apt|dnf|yum|pacman)\b[^\n]*\b(?:clean|autoclean|-Scc?)\b/g },
  { kind: 'prune-images', pattern: /\b(?:docker|podman)\b[^\n]*\bprune\b/g },
  { kind: 'renew-certificate', pattern: /\b(?:certbot|acme\.sh|lego|step ca)\b[^\n]*\b(?:renew|--renew)/g },
  { kind: 'remount', pattern: /\bmount\b[^\n]*remount/g },
  {
    kind: 'restart-resolver',
    pattern:
      /systemctl (?:-\S+ )*restart (?:-\S+ )*(systemd-resolved|dnsmasq|unbound|resolvconf|NetworkManager|named|bind9)\b/g,
  },
];

/** Actions are asked again and again, for each need of each finding. */
const known = new WeakMap<RunbookAction, readonly Trait[]>();

/** What an action does, by its typed remedy and by its commands; variables are filled in already. */
export function traitsOf(action: RunbookAction): readonly Trait[] {
  const traits = known.get(action) ?? readTraits(action);
  known.set(action, traits);
  return traits;
}

function readTraits(action: RunbookAction): readonly Trait[] {
  const own = action.remedy === null ? [] : [typedTrait(action.remedy)];
  const text = action.steps.map((step) => step.command).join('\n');
  const found = patterns.flatMap(({ kind, pattern, what }): readonly Trait[] => {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0) return [];
    if (kind === 'roll-back') return [{ kind, units: [], paths: foldersOf(action, pattern) }];
    const names = matches.flatMap((match) => match[1] ?? []);
    return [{ kind, units: what === 'unit' ? names.map(bareUnit) : [], paths: what === 'path' ? names : [] }];
  });
  return [...own, ...found.filter(({ kind }) => kind !== own[0]?.kind || kind === 'restart-unit')];
}

/** Where those of its commands run that fit: what `git` takes back lies there. Nothing where one runs nobody knows where. */
function foldersOf({ steps }: RunbookAction, pattern: RegExp): readonly string[] {
  const own = steps.filter(({ command }) => command.search(pattern) !== -1);
  const folders = own.flatMap(({ cwd }) => (cwd === null || !cwd.startsWith('/') ? [] : [cwd]));
  return folders.length === own.length ? [...new Set(folders)] : [];
}

function typedTrait({ kind, options }: NonNullable<RunbookAction['remedy']>): Trait {
  const unit = options['unit'];
  const paths = ['file', 'files', 'folder', 'root'].flatMap((name) => options[name]?.split(/\s+/) ?? []);
  return { kind, units: unit === undefined ? [] : [bareUnit(unit)], paths };
}

/** Every unit that the action restarts, starts or stops, without `.service`. */
export const unitsOf = (traits: readonly Trait[]): readonly string[] => [
  ...new Set(traits.flatMap(({ units }) => units)),
];
