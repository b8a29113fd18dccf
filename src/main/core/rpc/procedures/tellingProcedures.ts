import { RequestError } from '#shared/rpc/errors.ts';
import { dataOf, done, type ProcedureTools, revisionOf } from './procedureTools.ts';

/** Who is told and who tells: channels and their secrets, other monitors, silences, and the past that plots show. */
export function tellingProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  const { channels, secrets, silences, history } = services;
  return {
    channel: {
      test: api.channel.test.handler(({ input }) =>
        done(tools, 'channel.test', input.requestId, () => channels.test(input.channelId)),
      ),
    },
    vault: {
      names: api.vault.names.handler(() => secrets.names()),
      setSecret: api.vault.setSecret.handler(({ input }) =>
        done(tools, 'vault.setSecret', input.requestId, () => secrets.set(input.name, input.secret)),
      ),
      deleteSecret: api.vault.deleteSecret.handler(({ input }) =>
        done(tools, 'vault.deleteSecret', input.requestId, () => secrets.delete(input.name)),
      ),
      unlock: api.vault.unlock.handler(({ input }) =>
        done(tools, 'vault.unlock', input.requestId, () => secrets.unlock(input.passphrase)),
      ),
    },
    ingest: {
      settings: api.ingest.settings.handler(() => services.ingestView()),
    },
    history: {
      read: api.history.read.handler(({ input: { checkId, fromAt, toAt } }) => {
        if (fromAt < toAt) return history.read(checkId, fromAt, toAt);
        throw new RequestError('INVALID', 'The time to show ends before it begins', 'Choose another time.');
      }),
    },
    silence: {
      add: api.silence.add.handler(({ input }) =>
        tools.once({
          procedure: 'silence.add',
          requestId: input.requestId,
          work: () => {
            const silenceId = silences.add(input);
            return { revision: services.journal.state().revision, silenceId };
          },
          replay: (events) => {
            const added = dataOf(events, 'silence.added');
            return added && { ...revisionOf(events), silenceId: added.silence.id };
          },
        }),
      ),
      remove: api.silence.remove.handler(({ input }) =>
        done(tools, 'silence.remove', input.requestId, () => silences.remove(input)),
      ),
    },
  };
}
