import { remedyRequestId } from '#shared/notification/remedyRequestId.ts';
import { dataOf, done, type ProcedureTools, revisionOf } from './procedureTools.ts';

/** What a window answers and sets: prompts, notifications, the demo lab, preferences. */
export function windowProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  return {
    prompt: {
      answer: api.prompt.answer.handler(({ input }) =>
        done(tools, 'prompt.answer', input.requestId, () =>
          services.prompts.answer(input.promptId, input.answer, input.requestId),
        ),
      ),
    },
    notification: {
      answer: api.notification.answer.handler(({ input }) =>
        tools.once({
          procedure: 'notification.answer',
          requestId: input.requestId,
          work: () => {
            const runId = services.notifications.answer(input);
            return { revision: services.journal.state().revision, runId };
          },
          replay: (events) => {
            const started = services.journal.eventsOfRequest(remedyRequestId(input.requestId));
            return { ...revisionOf(events), runId: dataOf(started, 'run.planned')?.runId ?? null };
          },
        }),
      ),
      pause: api.notification.pause.handler(({ input }) =>
        done(tools, 'notification.pause', input.requestId, () => services.notifications.pause(input)),
      ),
    },
    demo: {
      start: api.demo.start.handler(({ input }) =>
        done(tools, 'demo.start', input.requestId, () => services.demo.start()),
      ),
      break: api.demo.break.handler(({ input }) =>
        done(tools, 'demo.break', input.requestId, () => services.demo.break(input.how)),
      ),
    },
    preferences: {
      set: api.preferences.set.handler(({ input }) =>
        tools.once({
          procedure: 'preferences.set',
          requestId: input.requestId,
          work: () => services.preferences.change(input.patch),
          replay: () => services.preferences.read(),
        }),
      ),
    },
  };
}
