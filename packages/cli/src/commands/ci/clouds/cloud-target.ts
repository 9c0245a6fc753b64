import type { PrivateFolder } from '../../../token-file/private-folder.ts';

/** The environment of a command. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A cloud that a command is to have tokens for. */
export interface CloudTarget {
  /** As people call it. */
  readonly cloud: string;
  /** What its tokens are for. */
  readonly audience: string;
  /** The name of the file with its token. */
  readonly file: string;
  /**
   * Has the command's programs find the token, and nothing that would count in its place; what they need beside it is written now.
   *
   * @param env - what it is so far
   * @param folder - where {@link file} will be
   * @throws {DrawbridgeError} `cloud_setting_invalid`, `usage_invalid`, `data_unusable`
   */
  equip(env: Environment, folder: PrivateFolder): Promise<Environment>;
}
