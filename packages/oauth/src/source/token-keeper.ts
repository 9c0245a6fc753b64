/** A text that is kept, and what names this state of it. */
export interface KeptText {
  readonly text: string;
  readonly version: string;
}

/**
 * One place where what a source knows is kept between processes, and after them. Its one way to change is a
 * compare-and-set, so that the newest token and who may use it are never two things.
 */
export interface TokenKeeper {
  /** @throws {DrawbridgeError} `data_unusable` or `store_unavailable` */
  read(): Promise<KeptText | undefined>;
  /**
   * Puts a text in the place of the one with a version; `undefined`: of none. What it answered survives the end of
   * the process and of the machine.
   *
   * @returns the new version; `undefined` for a conflict: another was faster, and nothing was changed
   * @throws {DrawbridgeError} `data_unusable` or `store_unavailable`
   */
  write(text: string, over: string | undefined): Promise<string | undefined>;
}
