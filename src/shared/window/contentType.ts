const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  txt: 'text/plain; charset=utf-8',
};

/** The content type of a file of the window by its name; bytes that nothing may run where the ending is not known. */
export function contentType(fileName: string): string {
  const ending = /\.([a-z0-9]+)$/u.exec(fileName)?.[1] ?? '';
  return types[ending] ?? 'application/octet-stream';
}
