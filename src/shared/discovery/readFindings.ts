import type { FoundContainer, HostFindings, UnitFacts } from './hostFindings.ts';
import { readPorts } from './readPorts.ts';

/** Understands the output of the discovery script. Never throws: lines that make no sense are left out. */
export function readFindings(text: string): HostFindings {
  const sections = sectionsOf(text);
  const lines = (name: string): readonly string[] => sections.get(name) ?? [];
  const fields = (name: string): readonly (readonly string[])[] => lines(name).map((line) => line.split('\t'));
  return {
    isWhole: sections.has('end'),
    notes: lines('note'),
    services: readUnits(lines('service')),
    timers: readUnits(lines('timer')),
    ports: readPorts(lines('ss'), lines('proctcp')),
    mounts: lines('mount').flatMap(readMount),
    pools: fields('zpool').flatMap(([name, health]) =>
      name === undefined || health === undefined ? [] : [{ name, health }],
    ),
    drives: fields('drive').flatMap(([device, removable]) =>
      device === undefined || removable === '1' ? [] : [device],
    ),
    containers: readContainers(fields('container'), fields('compose')),
    webServers: fields('web').flatMap(readWebServer),
    certificates: [...new Set(lines('certificate'))].filter((name) => /^[\w*.-]+\.[\w.-]+$/.test(name)),
    checkouts: fields('git').flatMap(([path, branch, remote]) =>
      path === undefined || !remote ? [] : [{ path, branch: branch ?? '', remote }],
    ),
    backupFiles: fields('backup').flatMap(([folder, file]) =>
      folder === undefined || file === undefined ? [] : [{ folder, file }],
    ),
    cronFiles: lines('cron'),
  };
}

function sectionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const section = sections.get(line.slice(0, tab)) ?? [];
    section.push(line.slice(tab + 1));
    sections.set(line.slice(0, tab), section);
  }
  return sections;
}

/** Blocks of `Key=value`, parted by empty lines. */
function readUnits(lines: readonly string[]): readonly UnitFacts[] {
  const units: Map<string, string>[] = [];
  let current = new Map<string, string>();
  for (const line of [...lines, '']) {
    const at = line.indexOf('=');
    if (at > 0) current.set(line.slice(0, at), line.slice(at + 1));
    if (line !== '' || current.size === 0) continue;
    if (current.has('Id')) units.push(current);
    current = new Map();
  }
  return units;
}

/** Of /proc/mounts, where spaces are written as octal. */
function readMount(line: string): HostFindings['mounts'] {
  const [device, path, type] = line.split(' ');
  if (device === undefined || path === undefined || type === undefined) return [];
  const plain = (text: string) =>
    text.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
  return [{ device: plain(device), path: plain(path), type }];
}

function readContainers(
  rows: readonly (readonly string[])[],
  projectRows: readonly (readonly string[])[],
): readonly FoundContainer[] {
  const projects = new Map(projectRows.map(([engine, name, project]) => [`${engine} ${name}`, project]));
  return rows.flatMap(([engine, name, image, status]) => {
    if ((engine !== 'docker' && engine !== 'podman') || !name) return [];
    const project = projects.get(`${engine} ${name}`) ?? null;
    return [{ engine, name, image: image ?? '', status: status ?? '', project }];
  });
}

function readWebServer([port, scheme, status]: readonly string[]): HostFindings['webServers'] {
  if ((scheme !== 'http' && scheme !== 'https') || !/^\d+$/.test(port ?? '')) return [];
  return [{ port: Number(port), scheme, status: Number(status) }];
}
