import type { Draft, MessageVia } from '#shared/message/message.ts';

type Requested = { readonly requestId: string; readonly incidentId: string };

/** Drafts made from templates and incidents; edits survive a refresh; unfilled fields block sending. */
export type Messages = {
  readonly draft: (request: Requested & { readonly templateId: string }) => Draft;
  readonly edit: (
    request: Requested & {
      readonly draftId: string;
      readonly to?: readonly string[] | undefined;
      readonly subject?: string | undefined;
      readonly body?: string | undefined;
      readonly fields?: Readonly<Record<string, string | null>> | undefined;
    },
  ) => Draft;
  /** `content` is the .eml, the mailto: link or the plain text. */
  readonly send: (
    request: Requested & { readonly draftId: string; readonly via: MessageVia },
  ) => Promise<{ readonly fileName: string | null; readonly content: string }>;
};
