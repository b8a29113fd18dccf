import { dataOf, type ProcedureTools } from './procedureTools.ts';

/** Drafts, and sending them. */
export function messageProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  const { messages } = services;
  return {
    draft: api.message.draft.handler(({ input }) =>
      tools.once({
        procedure: 'message.draft',
        requestId: input.requestId,
        work: () => messages.draft(input),
        replay: (events) => dataOf(events, 'message.drafted')?.draft ?? null,
      }),
    ),
    edit: api.message.edit.handler(({ input }) =>
      tools.once({
        procedure: 'message.edit',
        requestId: input.requestId,
        work: () => messages.edit(input),
        replay: (events) => dataOf(events, 'message.drafted')?.draft ?? null,
      }),
    ),
    send: api.message.send.handler(({ input }) => {
      const send = async () => {
        const sent = await messages.send(input);
        return { revision: services.journal.state().revision, ...sent };
      };
      return tools.once({
        procedure: 'message.send',
        requestId: input.requestId,
        work: send,
        // `messages.send` makes the same file again for a request that it finds journalled, and sends nothing twice.
        replay: (events) => (dataOf(events, 'message.sent') === null ? null : send()),
      });
    }),
  };
}
