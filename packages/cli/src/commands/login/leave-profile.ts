import type { AwsCredentials } from '@drawbridge/clouds/aws';
import type { IdentifiedTokens, KeptLogin } from '@drawbridge/login';
import type { ChangedAwsFiles } from '@drawbridge/node';
import { tellExposed } from '../../aws/tell-exposed.ts';
import { isRenewed } from './is-renewed.ts';
import { ownCommand } from './own-command.ts';
import { profileFault } from './profile-fault.ts';
import type { Session } from './session.ts';
import type { LeftBehind } from './tell-signed-in.ts';
import { writeLoginProfile } from './write-login-profile.ts';

/**
 * Writes the profile of a login that is kept. It throws nothing: that no profile was written takes nothing from the login,
 * and is told beside it.
 */
export async function leaveProfile(
  { options, login, log, context }: Session,
  kept: KeptLogin,
  credentials: AwsCredentials,
  tokens: IdentifiedTokens,
): Promise<LeftBehind> {
  const { terminal } = context;
  const { env } = terminal;
  const { name } = login;
  const isSelfRenewing = options.keys !== true && options.awsConfigFile === undefined;
  let changed: ChangedAwsFiles;
  try {
    const profile = {
      name,
      // Where nobody named a region, the profile says of none.
      region: login.aws?.region,
      force: options.force === true,
      keysFile: options.awsConfigFile,
      keys: isSelfRenewing ? undefined : credentials,
      command: await ownCommand(['credential-process'], name, options, context),
    };
    changed = await writeLoginProfile(profile, env);
  } catch (thrown) {
    const fault = profileFault(thrown, name, await context.data(options), env);
    return { kept, files: [], fault };
  }
  const { written, exposed } = changed;
  tellExposed(exposed, terminal);
  log.debug('profile written', { files: written.join(' ') });
  if (!isSelfRenewing) return { kept, files: written };
  const renewedUntil = isRenewed(kept.settings, tokens) ? Infinity : (tokens.expiresAt ?? 0);
  return { kept, files: written, renewedUntil };
}
