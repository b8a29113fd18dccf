import type { MessageVia } from '#shared/message/message.ts';

export type Finished = { readonly fileName: string | null; readonly content: string };

/** Gives a finished message to where it belongs: a download, the clipboard, or the mail program. */
export async function handOver(via: MessageVia, { fileName, content }: Finished): Promise<void> {
  if (via === 'eml') return save(fileName ?? 'message.eml', content);
  if (via === 'clipboard') return navigator.clipboard.writeText(content);
  if (via === 'mailto') follow(content);
}

function save(fileName: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'message/rfc822' }));
  follow(url, fileName);
  // The download has its own copy once the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function follow(href: string, download?: string): void {
  const link = document.createElement('a');
  link.href = href;
  if (download !== undefined) link.download = download;
  document.body.append(link);
  link.click();
  link.remove();
}
