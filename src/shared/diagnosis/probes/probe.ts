/** One look at the host: sh text that only reads and ends by itself. Outputs are told apart by the title. */
export type Probe = { readonly title: string; readonly command: string };

/** Makes one word of a POSIX sh of a text. */
export type Quote = (text: string) => string;
