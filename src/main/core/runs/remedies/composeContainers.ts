import { z } from 'zod';
import { parseJson } from '#shared/parseJson.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import { composeServiceOf, composeTool } from './composeTool.ts';
import { pathOption } from './paths.ts';
import type { RemedyOrder } from './remedy.ts';

/** A container of the service: what it runs, and how it is. */
export type Container = {
  readonly id: string;
  readonly status: string;
  readonly health: string;
  /** The image itself, whatever its name means by now. */
  readonly image: string;
  readonly imageName: string;
};

export type Looked =
  | { readonly kind: 'seen'; readonly containers: readonly Container[] }
  | { readonly kind: 'trouble'; readonly text: string };

/** What of `inspect` is looked at: templates differ between engines, and fail on fields that are not there. */
const inspected = z.array(
  z.looseObject({
    Id: z.string(),
    State: z.looseObject({
      Status: z.string(),
      Health: z.looseObject({ Status: z.string().optional() }).nullish(),
      Healthcheck: z.looseObject({ Status: z.string().optional() }).nullish(),
    }),
    Image: z.string(),
    Config: z.looseObject({ Image: z.string() }),
  }),
);

type Said = { readonly Status?: string | undefined } | null | undefined;

function readInspected(text: string): readonly Container[] | null {
  const { data } = inspected.safeParse(parseJson(text));
  const healthOf = ({ Health, Healthcheck }: { readonly Health?: Said; readonly Healthcheck?: Said }) => {
    const said = (Health ?? Healthcheck)?.Status ?? '';
    return said === '' ? 'none' : said;
  };
  return (
    data?.map(({ Id, State, Image, Config }) => ({
      id: Id,
      status: State.Status,
      health: healthOf(State),
      image: Image,
      imageName: Config.Image,
    })) ?? null
  );
}

/** The containers of the service, by Compose, or by the labels that every Compose puts on them. */
export async function lookAtContainers(order: RemedyOrder, remote: Remote): Promise<Looked> {
  const service = quote(composeServiceOf(order));
  const { engine, compose } = composeTool(order);
  const labels = `--filter label=com.docker.compose.service=${service} --filter label=com.docker.compose.project.working_dir=${quote(pathOption(order, 'folder'))}`;
  const script = `ids=$( { ${compose} ps -a -q ${service}; } 2>/dev/null) || ids=$(${engine} ps -a -q ${labels}) || exit 1
[ -n "$ids" ] || { echo '[]'; exit 0; }
${engine} inspect $ids`;
  const answer = await remote.ask(script, { deadlineMs: 30_000 });
  if (answer.code !== 0) return { kind: 'trouble', text: lastLine(answer) || `exit status ${String(answer.code)}` };
  const containers = readInspected(answer.stdout);
  if (containers === null) return { kind: 'trouble', text: 'what inspect says cannot be read' };
  return { kind: 'seen', containers };
}

/** An image's digest as people compare it. */
export const shortImage = (image: string): string => image.replace(/^((?:sha256:)?[0-9a-f]{12})[0-9a-f]+$/, '$1');

export const containerText = ({ id, status, health }: Container): string =>
  `${id.slice(0, 12)} is ${status}${health === 'none' ? '' : ` (${health})`}`;
