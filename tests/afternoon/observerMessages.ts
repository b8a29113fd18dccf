import type { SilenceTarget } from '#shared/silence/silence.ts';

/** What the process with the core is asked to do. */
export type Command =
  | { readonly kind: 'look' }
  /** The wall clock jumps; timers do not. */
  | { readonly kind: 'jump'; readonly byMs: number }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'silence'; readonly target: SilenceTarget }
  | { readonly kind: 'endSilences' }
  | { readonly kind: 'close' };

export type Look = {
  readonly wallMs: number;
  readonly labHash: string;
  readonly observer: string;
  /** Checks that are not seen to be ok, with what is known of them. */
  readonly notOk: readonly string[];
  readonly checks: number;
};

/** Somebody was told something; `subject` is the service or host that it is about, or `all-hosts`. */
export type Told = { readonly kind: 'told'; readonly subject: string; readonly level: string; readonly title: string };
/** An incident opened, or opened again. */
export type Opened = { readonly kind: 'opened'; readonly subject: string };

export type Answer = { readonly kind: 'answer'; readonly id: number; readonly look: Look };
export type FromObserver = { readonly kind: 'ready' } | Told | Opened | Answer;
export type ToObserver = { readonly id: number; readonly command: Command };
