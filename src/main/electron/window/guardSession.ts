import { isOwnPage, pageScheme } from './pageAddress.ts';

type Details = { readonly requestingUrl?: string | undefined };
type GuardedSession = {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (granted: boolean) => void, details: Details) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (contents: unknown, permission: string, origin: string, details: Details) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { readonly url: string }, callback: (response: { cancel?: boolean }) => void) => void,
    ): void;
  };
};

/** All that a page may ever ask for: to put text on the clipboard, for copied messages. */
const allowedPermission = 'clipboard-sanitized-write';
const allowedSchemes = [`${pageScheme}:`, 'blob:', 'data:', 'devtools:'];

/** Denies every permission and device but the clipboard to our page, and every request that leaves this program. */
export function guardSession(session: GuardedSession): void {
  const isGranted = (permission: string, address: string) => permission === allowedPermission && isOwnPage(address);
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isGranted(permission, details.requestingUrl ?? '')),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isGranted(permission, details.requestingUrl ?? origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !allowedSchemes.some((scheme) => url.startsWith(scheme)) }),
  );
}
