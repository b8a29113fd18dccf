import type { LabTemplates } from '../lab/labFile.ts';
import type { MessageTemplate } from '../runbook/runbook.ts';

/**
 * The templates that an incident offers: those of its runbook, or the built-in ones where it has none. One of the lab
 * folder takes the place of one with its id; the others of the lab folder come after.
 */
export function templatesFor(
  { own, builtIn }: LabTemplates,
  runbook: { readonly templates: readonly MessageTemplate[] } | null,
): readonly MessageTemplate[] {
  const usual = runbook === null || runbook.templates.length === 0 ? builtIn : runbook.templates;
  const replaced = usual.map((template) => own.find(({ id }) => id === template.id) ?? template);
  return [...replaced, ...own.filter((template) => !replaced.includes(template))];
}
