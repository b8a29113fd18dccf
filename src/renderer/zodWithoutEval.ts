// Must be the very first import: zod otherwise tries `new Function`, which the content policy reports as a violation.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
