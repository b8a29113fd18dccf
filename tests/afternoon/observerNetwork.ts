import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const name = 'aft-obs';
const unknownMachine = '02:00:00:00:00:99';

/**
 * The observer's own side: a network namespace with one cable to the bridge of the lab, whose address is the default
 * gateway. So the cable, the way behind it and the gateway can fail as they do at home.
 */
export type ObserverNetwork = {
  readonly namespace: string;
  /** The link goes down, as when a cable is pulled. */
  readonly cutLink: () => Promise<void>;
  readonly healLink: () => Promise<void>;
  /** The link stays up and leads nowhere, as behind a switch that has died. */
  readonly cutBehind: () => Promise<void>;
  readonly healBehind: () => Promise<void>;
  /** The gateway falls silent; hosts beside it still answer. */
  readonly silenceGateway: () => Promise<void>;
  readonly healGateway: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function createObserverNetwork(network: string, bridge: string): Promise<ObserverNetwork> {
  const ip = async (words: string): Promise<void> => void (await run('ip', words.split(' ')));
  const gateway = `${network}.1`;
  const close = (): Promise<void> => ip(`netns del ${name}`).catch(() => undefined);
  await close();
  await ip(`netns add ${name}`);
  await ip(`link add ${name} type veth peer name eth0 netns ${name}`);
  await ip(`link set ${name} master ${bridge} up`);
  await ip(`-n ${name} addr add ${network}.5/24 dev eth0`);
  await ip(`-n ${name} link set lo up`);
  const connect = async (): Promise<void> => {
    await ip(`-n ${name} link set eth0 up`);
    await ip(`-n ${name} route replace default via ${gateway}`);
  };
  await connect();
  return {
    namespace: name,
    cutLink: () => ip(`link set ${name} down`),
    healLink: () => ip(`link set ${name} up`),
    cutBehind: () => ip(`link set ${name} nomaster`),
    healBehind: () => ip(`link set ${name} master ${bridge}`),
    silenceGateway: () => ip(`-n ${name} neigh replace ${gateway} lladdr ${unknownMachine} nud permanent dev eth0`),
    healGateway: () => ip(`-n ${name} neigh del ${gateway} dev eth0`),
    close,
  };
}
