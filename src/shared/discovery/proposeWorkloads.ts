import type { DraftProposal } from './draftProposal.ts';
import type { HostFindings } from './hostFindings.ts';

/** Containers, with the Compose stack that they belong to. One that ended well is a job and not proposed. */
export function proposeContainers({ containers }: HostFindings): readonly DraftProposal[] {
  return containers.flatMap(({ engine, name, image, status, project }): readonly DraftProposal[] => {
    if (/^(Exited \(0\)|Created)/.test(status)) return [];
    const isRunning = status.startsWith('Up');
    const isFailing = !isRunning || status.includes('(unhealthy)');
    const stack = project === null ? '' : `, of the Compose stack ${project}`;
    const check = { kind: 'container', container: name, engine } as const;
    const reason = `${image}${stack}: ${status}`;
    return [{ group: 'container', name, check, reason, isRecommended: isRunning, isFailing }];
  });
}

/** Deployed checkouts, compared with their remote; hidden ones are of tools, those in somebody's home are probably being worked on. */
export function proposeCheckouts({ checkouts }: HostFindings): readonly DraftProposal[] {
  const visible = checkouts.filter(({ path }) => !path.includes('/.'));
  return visible.map(({ path, branch, remote }) => {
    const check = { kind: 'git-drift', path, ...(branch === '' ? {} : { branch }) } as const;
    const reason = `a checkout${branch === '' ? '' : ` of ${branch}`} from ${remote}`;
    const isRecommended = branch !== '' && !/^\/(home|root)\//.test(path);
    return {
      group: 'git',
      name: `git-${path.split('/').at(-1) ?? ''}`,
      check,
      reason,
      isRecommended,
      isFailing: false,
    };
  });
}

/** Folders with recent backup files: the newest one must not grow old. */
export function proposeBackups({ backupFiles }: HostFindings): readonly DraftProposal[] {
  return [...Map.groupBy(backupFiles, ({ folder }) => folder)].map(([folder, files]) => {
    const ending = commonEnding(files.map(({ file }) => file));
    const check = { kind: 'file-age', path: `${folder}/*${ending}` } as const;
    const isDistributions = folder === '/var/backups';
    const reason = `${files.length} files of the last two weeks in ${folder}`;
    const name = `backup-${folder.split('/').at(-1) ?? ''}`;
    return { group: 'backup', name, check, reason, isRecommended: !isDistributions, isFailing: false };
  });
}

/** `.tar.gz`, where at least half of the files end so; else nothing. */
function commonEnding(files: readonly string[]): string {
  const endings = files.map((file) => /(\.tar)?\.[a-z][a-z0-9]{0,5}$/i.exec(file)?.[0] ?? '');
  const counts = Map.groupBy(endings, (ending) => ending);
  const most = [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0];
  return most !== undefined && most[1].length * 2 >= files.length ? most[0] : '';
}
