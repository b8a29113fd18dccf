import ssh2, { type IdentityCallback, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';

/** How ssh2 is given one key whose signature may take its time: a passphrase, or the agent's own question. */
export type LazyKey = {
  readonly publicBlob: Buffer;
  /** Rejects when there will be no signature; ssh2 then goes on without this key. */
  readonly sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>;
};

/** An agent with one key, since only agents may sign later than at once. Refuses SHA-1 signatures. */
export class IdentityAgent extends ssh2.BaseAgent<Buffer> {
  readonly #key: LazyKey;
  constructor(key: LazyKey) {
    super();
    this.#key = key;
  }

  override getIdentities(callback: IdentityCallback<Buffer>): void {
    callback(undefined, [this.#key.publicBlob]);
  }

  override sign(
    _publicKey: Buffer | ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const done = typeof options === 'function' ? options : callback;
    const hash = typeof options === 'function' ? undefined : options.hash;
    if (hash === 'sha1') {
      done?.(new Error('The host takes only SHA-1 signatures of RSA keys.'));
      return;
    }
    this.#key.sign(data, hash).then(
      (signature) => done?.(undefined, signature),
      (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
