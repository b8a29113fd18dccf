/** Whether a list such as `200,204`, `2xx` or `200-299,401` takes this HTTP status. Unreadable parts take none. */
export function acceptsStatus(list: string, status: number): boolean {
  return list.split(',').some((part) => accepts(part.trim().toLowerCase(), status));
}

function accepts(part: string, status: number): boolean {
  const family = /^([1-5])xx$/.exec(part)?.[1];
  if (family !== undefined) return Math.floor(status / 100) === Number(family);
  const [, from, to] = /^(\d{3})(?:\s*-\s*(\d{3}))?$/.exec(part) ?? [];
  if (from === undefined) return false;
  return status >= Number(from) && status <= Number(to ?? from);
}
