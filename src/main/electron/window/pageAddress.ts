/** The scheme that only this program serves: unlike `file://` it gives the page an origin of its own. */
export const pageScheme = 'app';
const pageHost = 'sitrep';

/** The window's address; the route stands behind the `#`, as in the browser. */
export function pageAddress(route = '/'): string {
  return `${pageScheme}://${pageHost}/#${route}`;
}

/** Whether an address is one of our own page, and nothing that merely looks like it. */
export function isOwnPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === `${pageScheme}:` && url.host === pageHost && url.username === '' && url.password === '';
}

/** Whether an address may be handed to the person's browser or mail program. */
export function isForOutside(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && ['http:', 'https:', 'mailto:'].includes(url.protocol);
}
