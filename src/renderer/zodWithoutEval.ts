// Must be the very first import: zod otherwise tries `new Function`, which the content policy reports as a violation.
declare global {
  // The name is zod's own.
  var __zod_globalConfig: { jitless: boolean } | undefined;
}
globalThis.__zod_globalConfig = { jitless: true };

export {};
