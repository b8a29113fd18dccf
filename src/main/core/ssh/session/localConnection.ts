import { localTransport } from '../channel/localTransport.ts';
import type { OpenConnection } from '../connection/openConnection.ts';

/** This computer, which is always connected. */
export function localConnection(environment: NodeJS.ProcessEnv): OpenConnection {
  let end = (_why: string): void => undefined;
  const gone = new Promise<string>((resolve) => {
    end = resolve;
  });
  return {
    ...localTransport({ env: environment }),
    gone,
    isAlive: () => Promise.resolve(true),
    onCrowded: () => () => undefined,
    close: () => end('closed here'),
  };
}
