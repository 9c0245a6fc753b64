import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where AWS's two files are. */
export interface AwsFilePaths {
  readonly credentials: string;
  readonly config: string;
}

/**
 * The files that AWS's SDKs and command line read: those of `AWS_SHARED_CREDENTIALS_FILE` and `AWS_CONFIG_FILE`, else
 * those in `~/.aws` (AWS SDKs and Tools Reference Guide, "Finding and changing the location of the shared files").
 *
 * @returns absolute paths, with links as they are
 */
export function awsFilePaths(env: Readonly<NodeJS.ProcessEnv>): AwsFilePaths {
  const home = env['HOME'] || homedir();
  const place = (given: string | undefined, name: string) => {
    if (given === undefined || given === '') return join(home, '.aws', name);
    // AWS's own readers do as a shell would.
    return given.startsWith('~/') ? join(home, given.slice(2)) : resolve(given);
  };
  return {
    credentials: place(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
    config: place(env['AWS_CONFIG_FILE'], 'config'),
  };
}
