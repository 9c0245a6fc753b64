import { makePrivateFolder } from './private-folder.ts';

/** A file with a token that programs of this user read, for as long as it is needed. */
export interface TokenFile {
  /** Absolute. */
  readonly path: string;
  /**
   * Puts a token in place of the old one: who reads meanwhile has one of them as a whole.
   *
   * @throws {DrawbridgeError} `usage_invalid`
   */
  write(token: string): Promise<void>;
  /** Removes it, and all around it. */
  remove(): Promise<void>;
}

const NAME = 'token';

/**
 * Makes a folder that only this user can look into, for one token.
 *
 * @param folder - where. Default: that of temporary files
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function makeTokenFile(folder: string | undefined): Promise<TokenFile> {
  const { pathOf, write, remove } = await makePrivateFolder(folder);
  return { path: pathOf(NAME), write: (token) => write(NAME, token), remove };
}
