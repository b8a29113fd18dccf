import type { Runbook } from '../runbook/runbook.ts';
import { fillText, variableValues } from '../runbook/variables.ts';

/** What a diagnosis looks at: a unit where one is known, and what the runbook's variables name. */
export type DiagnosisSubject = {
  readonly unit: string | null;
  /** Absolute paths of folders and files that belong to the service. */
  readonly paths: readonly string[];
  readonly ports: readonly number[];
  /** Addresses on the host itself, such as a health check. */
  readonly localUrls: readonly string[];
  /** Addresses that the service depends on, elsewhere or beside it. */
  readonly remoteUrls: readonly string[];
};

export const hostSubject: DiagnosisSubject = { unit: null, paths: [], ports: [], localUrls: [], remoteUrls: [] };

const plainPath = /^\/[\w@+.-][\w@+./ -]*$/;
const plainUrl = /^https?:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w./~%-]*)?$/;
const isLocal = (url: string) => /^https?:\/\/(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(url);
/** Folders of the whole host, which no service owns. */
const shared = /^\/(?:$|tmp\b|var\/tmp\b|var\/log\b|etc$|var$|usr$|opt$|srv$|home$|root$|backup|mnt\b|proc|sys|dev)/;

/** Reads the subject of a service from the values of its runbook's variables and from its checks. */
export function subjectFrom(
  runbook: Pick<Runbook, 'variables' | 'checks'>,
  given: Readonly<Record<string, string>>,
  unit: string | null,
): DiagnosisSubject {
  const values = Object.entries(variableValues(runbook.variables, given));
  const texts = values.map(([, value]) => value.trim());
  const checked = runbook.checks.flatMap((check) => {
    if (check.kind !== 'http') return [];
    const filled = fillText(check.url, given, runbook.variables);
    return filled.kind === 'filled' ? [filled.text] : [];
  });
  const urls = [...new Set([...checked, ...texts])].filter((text) => plainUrl.test(text));
  const ports = values.flatMap(([name, value]) =>
    /port$/i.test(name) && /^\d{1,5}$/.test(value) ? [Number(value)] : [],
  );
  const ofUrls = checked.filter(isLocal).flatMap((url) => Number(/:(\d+)/.exec(url.slice(6))?.[1] ?? Number.NaN));
  return {
    unit,
    paths: [...new Set(texts.filter((text) => plainPath.test(text) && !shared.test(text)))].slice(0, 6),
    ports: [...new Set([...ports, ...ofUrls])].filter((port) => port > 0 && port < 65_536),
    localUrls: urls.filter((url) => checked.includes(url) && isLocal(url)).slice(0, 4),
    remoteUrls: urls.filter((url) => !checked.includes(url) || !isLocal(url)).slice(0, 4),
  };
}
