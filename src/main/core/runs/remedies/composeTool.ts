import { RequestError } from '#shared/rpc/errors.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { pathOption } from './paths.ts';
import type { RemedyOrder } from './remedy.ts';

const word = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const written = /(?:^|[\s;&|(])(sudo\s+)?(docker|podman)([\s-])compose\b/;

const itsFile = `for f in compose.yaml compose.yml docker-compose.yaml docker-compose.yml; do
  [ ! -f "$f" ] || { cat "$f"; exit; }
done; echo 'there is no Compose file' >&2; exit 1;`;

/** How Compose is called on the host: by the words that the runbook's own commands call it with. */
export type ComposeTool = {
  /** `docker` or `sudo podman`. */
  readonly engine: string;
  /** In the folder of the stack, since older ones look for the Compose file only there. */
  readonly compose: string;
  /** Without the folder: what a person would write. */
  readonly name: string;
  /** Prints what the stack is made of; older ones only have their file to show. */
  readonly config: string;
  /** Prints the Compose file itself, where services of profiles stand too that are not in use by themselves. */
  readonly file: string;
  /** Words of `up` by which nothing is fetched. */
  readonly noPull: string;
};

/** Throws `RequestError` INVALID for a folder that is none. */
export function composeTool(order: RemedyOrder): ComposeTool {
  const match = order.steps.map(({ command }) => written.exec(command)).find((one) => one !== null);
  const sudo = match?.[1] === undefined ? '' : 'sudo ';
  const name = `${match?.[2] ?? 'docker'}${match?.[3] === '-' ? '-' : ' '}compose`;
  const compose = `cd -- ${quote(pathOption(order, 'folder'))} && ${sudo}${name}`;
  return {
    engine: `${sudo}${match?.[2] ?? 'docker'}`,
    compose,
    config: name === 'podman-compose' ? `{ ${compose} config 2>/dev/null || { ${itsFile} }; }` : `${compose} config`,
    file: `cd -- ${quote(pathOption(order, 'folder'))} && { ${itsFile} }`,
    name,
    noPull: name === 'docker compose' ? ' --pull never' : '',
  };
}

/** The service of an order. Throws `RequestError` INVALID for none, or for what is no name of one. */
export function composeServiceOf({ options }: Pick<RemedyOrder, 'options'>): string {
  const service = options['service'] ?? '';
  if (word.test(service)) return service;
  const what = service === '' ? 'The remedy names no service' : `"${service}" is no name of a Compose service`;
  throw new RequestError('INVALID', what, 'Set service= in the runbook, or the variable that it uses.');
}

const isNoPlugin = /is not a (?:docker|podman) command|unknown (?:shorthand )?flag|looking up compose provider failed/;

/** Why Compose does not work in the folder, from its own words. */
export function composeTrouble({ name, engine }: ComposeTool, folder: string, said: string, last: string): string {
  if (!isNoPlugin.test(said)) return `Compose does not work in ${folder}: ${last}`;
  const other = name.includes(' ') ? name.replace(' ', '-') : name.replace('-', ' ');
  return `${engine} has no "compose" there: install it, or write ${other} in the runbook where that is installed`;
}
