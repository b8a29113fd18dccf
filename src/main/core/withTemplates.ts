import type { LabView } from '#shared/lab/labFile.ts';
import type { LabFolder } from './labFolder/labFolder.ts';
import type { Templates } from './templates/createTemplates.ts';

/** The lab folder with its message templates, and the mistakes in them beside those in `lab.yaml`. */
export function withTemplates(folder: LabFolder, templates: Templates): LabFolder {
  const view = (): LabView => {
    const own = folder.view();
    return { ...own, templates: templates.view(), problems: [...own.problems, ...templates.problems()] };
  };
  return {
    ...folder,
    view,
    onChanged: (listener) => {
      const stopFolder = folder.onChanged(() => listener(view()));
      const stopTemplates = templates.onChanged(() => listener(view()));
      return () => {
        stopFolder();
        stopTemplates();
      };
    },
  };
}
