import { templatesFor } from '#shared/message/templatesFor.ts';
import type { MessageTemplate, Runbook } from '#shared/runbook/runbook.ts';
import { useSnapshot } from './useDesk.ts';

/** The message templates that an incident with this runbook offers. */
export function useTemplates(runbook: Runbook | null): readonly MessageTemplate[] {
  const ofLab = useSnapshot((snapshot) => snapshot.lab.templates);
  return templatesFor(ofLab, runbook);
}
