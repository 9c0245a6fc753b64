import { createLineLog, type Log } from '@drawbridge/core';
import type { Logins } from '@drawbridge/login';
import { type CacheKind, openLogins } from '@drawbridge/login/node';
import { openOutbound } from '@drawbridge/node';
import type { CommonOptions, Context } from '../../context.ts';
import { tell } from '../../terminal.ts';
import { createSentenceLog } from './sentence-log.ts';

/** Options of commands that use one login. */
export interface ProfileOptions extends CommonOptions {
  readonly profile?: string;
  /** Whether each step is told of. */
  readonly debug?: boolean;
}

/** What `--profile` is for. */
export const PROFILE_HELP = 'name of the login (environment: AWS_PROFILE; default: default)';

/** The login that a command is about. */
export function profileOf({ profile }: ProfileOptions, env: Readonly<NodeJS.ProcessEnv>): string {
  return profile ?? (env['AWS_PROFILE'] || 'default');
}

/** Does something with the logins of the data folder, and closes them. */
export async function withLogins<T>(
  context: Context,
  options: Pick<ProfileOptions, 'debug'> & CommonOptions,
  work: (logins: Logins, log: Log) => Promise<T>,
  cache?: CacheKind,
): Promise<T> {
  const { terminal } = context;
  const { env } = terminal;
  const write = (line: string) => tell(terminal, line);
  const log =
    options.debug === true ? createLineLog(write, { level: 'debug' }) : createSentenceLog(write);
  const logins = openLogins({
    data: await context.data(options),
    env,
    log,
    ...(cache !== undefined && { cache }),
    async http() {
      const { outbound } = await context.config(options);
      return openOutbound(outbound ?? {}, env, { caVariable: 'AWS_CA_BUNDLE' });
    },
  });
  try {
    return await work(logins, log);
  } finally {
    await logins.close();
  }
}
