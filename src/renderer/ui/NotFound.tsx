import type { ReactNode } from 'react';
import { Nothing } from './Nothing.tsx';
import { Page } from './Page.tsx';

/** The screen of something that is not there, or no longer, with the way to where it may be found. */
export function NotFound({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Page title={title}>
      <Nothing>{children}</Nothing>
    </Page>
  );
}
