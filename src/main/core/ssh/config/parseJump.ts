import type { SshTarget } from './readOptions.ts';

/** The hops of a ProxyJump value in their order: `[user@]host[:port]`, IPv6 in brackets, or `ssh://` addresses. */
export function parseJump(value: string, configFile: string | null): readonly SshTarget[] {
  return value
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
    .map((hop) => {
      const text = hop.replace(/^ssh:\/\//, '').replace(/\/$/, '');
      const at = text.lastIndexOf('@');
      const user = at === -1 ? undefined : text.slice(0, at);
      const place = text.slice(at + 1);
      const matched = /^(?:\[(?<bracketed>[^\]]+)\]|(?<plain>[^:]+))(?::(?<port>\d+))?$/.exec(place)?.groups;
      const name = matched?.['bracketed'] ?? matched?.['plain'] ?? place;
      const port = matched?.['port'] === undefined ? undefined : Number(matched['port']);
      return { name, configFile, user, port };
    });
}
