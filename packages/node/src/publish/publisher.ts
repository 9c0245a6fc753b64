/** One file of a site, as it is to be served. */
export interface SiteFile {
  /** Below the address of the site, with a slash first: `/.well-known/openid-configuration`. */
  readonly path: string;
  readonly body: Uint8Array;
  /** The `Content-Type` that it is served with. */
  readonly contentType: string;
  /** The `Cache-Control` that it is served with. */
  readonly cacheControl: string;
}

/** A file as it lies at a destination now. What a destination cannot tell of it is not there. */
export type PlacedFile = Pick<SiteFile, 'body'> &
  Partial<Pick<SiteFile, 'contentType' | 'cacheControl'>>;

/** That these credentials are not told what lies there. */
export const UNTOLD = Symbol('what lies there is not told');
type Untold = typeof UNTOLD;

/**
 * A place that a site is put at: a folder, a bucket, a server that takes PUT. A file is replaced as a whole or
 * not at all.
 */
export interface Publisher {
  /** The destination as a person names it: `s3://bucket/prefix`. Without credentials. */
  readonly name: string;
  /**
   * @returns `undefined` where there is no such file; {@link UNTOLD} where it is not told whether there is
   * @throws {DrawbridgeError} `publish_refused`, `publish_failed`
   */
  read(path: string): Promise<PlacedFile | Untold | undefined>;
  /** @throws {DrawbridgeError} `publish_refused`, `publish_failed` */
  write(file: SiteFile): Promise<void>;
  /**
   * Writes a file where there is none. Of a destination that may not tell whether there is one.
   *
   * @returns whether it was written
   * @throws {DrawbridgeError} `publish_refused`, `publish_failed`
   */
  writeNew?(file: SiteFile): Promise<boolean>;
  /**
   * Has caches in front of the destination forget these paths. Only where there is such a cache.
   *
   * @param paths - as the world asks for them, with the path of the public address
   * @throws {DrawbridgeError} `publish_refused`, `publish_failed`
   */
  purge?(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
