import { z } from 'zod';

/** For editors, which need not be exact: dotted numbers, or something with colons. */
const roughAddress = String.raw`^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)$`;

/** Where Sitrep listens for the webhooks of other monitors. Their token is kept in the vault, not here. */
export const ingestSchema = z.strictObject({
  address: z
    .string()
    .refine(isAddress, 'must be an IP address such as 127.0.0.1')
    .meta({ description: 'An address of this computer; 127.0.0.1 where absent.', pattern: roughAddress })
    .optional(),
  port: z.int().min(0).max(65_535).describe('0 takes one that is free, another at each start: for trying it out.'),
});
export type IngestAddress = z.infer<typeof ingestSchema>;

function isAddress(text: string): boolean {
  return z.ipv4().safeParse(text).success || z.ipv6().safeParse(text).success;
}

/** What the settings show of it. */
export type IngestView =
  | { readonly kind: 'off' }
  | { readonly kind: 'listening'; readonly url: string; readonly token: string; readonly paths: readonly string[] }
  | { readonly kind: 'failed'; readonly error: string };
