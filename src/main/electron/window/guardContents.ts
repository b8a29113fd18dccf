import type { Logger, Opener } from '#core/ports/ports.ts';
import { isForOutside, isOwnPage } from './pageAddress.ts';

type Preventable = { preventDefault(): void };
export type GuardedContents = {
  on(event: 'will-navigate' | 'will-redirect', listener: (event: Preventable, url: string) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void;
};

/** Keeps a page on its own address: links lead to the person's browser, and there are no further windows or webviews. */
export function guardContents(
  contents: GuardedContents,
  tools: { readonly opener: Opener; readonly logger: Logger },
): void {
  const openOutside = (url: string) => {
    if (!isForOutside(url))
      return tools.logger.warn('The window wanted to go where it may not', { url: url.slice(0, 200) });
    tools.opener.open(url).catch((error: unknown) => {
      tools.logger.warn('A link could not be opened', { error: String(error) });
    });
  };
  const stay = (event: Preventable, url: string) => {
    if (isOwnPage(url)) return;
    event.preventDefault();
    openOutside(url);
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}
