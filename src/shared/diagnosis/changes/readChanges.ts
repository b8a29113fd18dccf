import { linesOf, readProperties } from '../read/blocks.ts';
import { readDeployments } from '../read/deployments.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';
import type { Change } from './change.ts';
import { peopleChanges } from './peopleChanges.ts';
import { bootChanges } from './bootChanges.ts';

/** How much a path has to do with the service. */
function relation(scene: Scene, path: string): Change['related'] {
  const own = [scene.unit?.get('FragmentPath') ?? '', ...(scene.unit?.get('DropInPaths') ?? '').split(' ')];
  if (own.includes(path) || scene.ways.some(({ target }) => target === path)) return 3;
  if (scene.places.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    return written.test(path) ? 1 : 3;
  const unit = bareUnit(scene.subject.unit ?? '');
  if (unit !== '' && path.includes(unit)) return 3;
  if (
    /^\/etc\/(?:hosts|resolv\.conf|nsswitch\.conf|fstab)$|^\/etc\/(?:systemd|nginx|cron[^/]*|ssl|letsencrypt|default|sysctl\.d|security)\b/.test(
      path,
    )
  )
    return 2;
  return 1;
}

function commits(scene: Scene): readonly Change[] {
  return readDeployments(scene.output('Deployed commits')).map(({ root, hash, at, movedAt, subject, files }) => ({
    id: `commit:${root}@${hash}`,
    at: movedAt ?? at,
    related: 3,
    text: `Deployed: ${hash.slice(0, 7)} "${subject}" (${String(files.length)} ${files.length === 1 ? 'file' : 'files'})`,
    proof: [hash, ...files.slice(0, 10)].join('\n'),
  }));
}

/** Folders of what a service writes by itself, all the time. */
const written = /\/(?:[\w-]*history|data|cache|logs?|tmp|repos|repositories|sessions|uploads|spool|db|state)(?:\/|$)/;

/** Files by the instant that their content, owner or mode changed; crowds of one moment are one change. */
function files(scene: Scene): readonly Change[] {
  const entries = linesOf(scene.output('Changed files')).flatMap((line) => {
    const match = /^([\d.]+) ([\d.]+) (\S+) (\S+) (\/.*)$/.exec(line);
    if (match === null) return [];
    const [, changed = '', modified = '', mode = '', owner = '', path = ''] = match;
    return [{ at: Number(changed) * 1_000, written: Number(modified) * 1_000, mode, owner, path, line }];
  });
  const distinct = entries.filter(({ path }, index) => entries.findIndex((one) => one.path === path) === index);
  const crowds = new Map<number, number>();
  for (const { at } of distinct) crowds.set(Math.floor(at / 60_000), (crowds.get(Math.floor(at / 60_000)) ?? 0) + 1);
  return distinct
    .filter(({ at, path }) => (crowds.get(Math.floor(at / 60_000)) ?? 0) <= 15 || relation(scene, path) === 3)
    .filter(({ path }) => !/\/(?:\.pwd\.lock|ld\.so\.cache|mtab|machine-id|adjtime)$|~$|-$/.test(path))
    .map(({ at, written, mode, owner, path, line }) => {
      const isFolder = mode.startsWith('d');
      const isContent = Math.abs(at - written) < 2_000;
      const what = isFolder
        ? 'something was added or removed in'
        : isContent
          ? 'written:'
          : 'owner, mode or name changed:';
      return {
        id: `file:${path}`,
        at,
        related: isFolder ? (Math.max(0, relation(scene, path) - 1) as Change['related']) : relation(scene, path),
        text: `${isFolder ? 'Folder' : 'File'} ${what} ${path} (${mode} ${owner})`,
        proof: line,
        path,
      };
    });
}

function packages(scene: Scene): readonly Change[] {
  const zone = /^([+-]\d\d)(\d\d)$/m.exec(scene.output('Changed packages'));
  const offset = zone === null ? 'Z' : `${zone[1] ?? ''}:${zone[2] ?? ''}`;
  const programs = scene.ways.map(({ target }) => target.split('/').at(-1) ?? '');
  const relate = (name: string): Change['related'] =>
    programs.some(
      (program) => program !== '' && (name.startsWith(program.replace(/[\d.]+$/, '')) || program.startsWith(name)),
    ) || name === bareUnit(scene.subject.unit ?? '')
      ? 3
      : /^(?:lib(?:c6|ssl|c-)|systemd|openssl|ca-certificates|docker|containerd|linux-)/.test(name)
        ? 2
        : 1;
  return linesOf(scene.output('Changed packages')).flatMap((line): readonly Change[] => {
    const dpkg = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (install|upgrade|remove|purge) ([^\s:]+)\S* (\S+) (\S+)/.exec(
      line,
    );
    if (dpkg !== null) {
      const [, day = '', time = '', verb = '', name = '', from = '', to = ''] = dpkg;
      return [
        {
          id: `package:${name}`,
          at: Date.parse(`${day}T${time}${offset}`),
          related: relate(name),
          text: `Package ${name}: ${verb} ${from} to ${to}`,
          proof: line,
        },
      ];
    }
    const pacman = /^\[([^\]]+)\] \[ALPM\] (installed|upgraded|removed|downgraded) (\S+) \((.*)\)/.exec(line);
    if (pacman !== null) {
      const [, at = '', verb = '', name = '', versions = ''] = pacman;
      return [
        {
          id: `package:${name}`,
          at: Date.parse(at),
          related: relate(name),
          text: `Package ${name}: ${verb} (${versions})`,
          proof: line,
        },
      ];
    }
    const rpm = /^(\d+) rpm (\S+) (\S+)/.exec(line);
    return rpm === null
      ? []
      : [
          {
            id: `package:${rpm[2] ?? ''}`,
            at: Number(rpm[1]) * 1_000,
            related: relate(rpm[2] ?? ''),
            text: `Package ${rpm[2] ?? ''}: ${rpm[3] ?? ''} installed`,
            proof: line,
          },
        ];
  });
}

function scheduled(scene: Scene): readonly Change[] {
  const sections = sectionsOf(scene, 'Timers and containers');
  const timers = linesOf(sections.get('') ?? '').flatMap((line): readonly Change[] => {
    const dates = [...line.matchAll(/(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (UTC|\S+)/g)];
    const names = /(\S+\.timer)\s+(\S+)/.exec(line);
    const last = line.startsWith('-') ? dates[0] : dates[1];
    if (names === null || last === undefined) return [];
    const at = Date.parse(`${last[1] ?? ''}T${last[2] ?? ''}Z`);
    const isOwn =
      bareUnit(scene.subject.unit ?? '') !== '' &&
      line.includes(bareUnit(scene.subject.unit ?? '').split('-')[0] ?? '');
    return [
      {
        id: `timer:${names[1] ?? ''}`,
        at,
        related: isOwn ? 2 : 0,
        text: `The timer ${names[1] ?? ''} ran ${names[2] ?? ''}`,
        proof: line.trim(),
      },
    ];
  });
  const containers = linesOf(sections.get('containers') ?? '').flatMap((line): readonly Change[] => {
    const [created = '', name = '', image = ''] = line.split('|');
    const at = Date.parse(
      created.replace(/^(\S+) (\S+) ([+-]\d{4}).*$/, '$1T$2$3').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
    );
    return name === '' || Number.isNaN(at)
      ? []
      : [
          {
            id: `image:${name}`,
            at,
            related: name.includes(bareUnit(scene.subject.unit ?? '') || '\0') ? 3 : 1,
            text: `Container ${name} was made from ${image}`,
            proof: line,
          },
        ];
  });
  return [...timers, ...containers];
}

const committedMs = 60_000;
const slackMs = 5_000;

/** A file that was written for a commit, or by its coming, is told with the commit and not beside it. */
function cameWithCommit(scene: Scene, { path, at }: Change): boolean {
  return readDeployments(scene.output('Deployed commits')).some(({ files: touched, at: madeAt, movedAt, isFirst }) => {
    const cameAt = movedAt ?? madeAt;
    return (
      !isFirst && path !== undefined && touched.includes(path) && at > cameAt - committedMs && at < cameAt + slackMs
    );
  });
}

/** Everything that the host shows to have changed, in no order. */
export function readChanges(scene: Scene): readonly Change[] {
  const units = readProperties(scene.output('Unit state'));
  return units.length === 0 && scene.subject.unit !== null && !scene.has('Changed files')
    ? []
    : [
        ...commits(scene),
        ...files(scene).filter((one) => !cameWithCommit(scene, one)),
        ...packages(scene),
        ...bootChanges(scene),
        ...peopleChanges(scene),
        ...scheduled(scene),
      ].filter(({ at }) => Number.isFinite(at));
}
