import type { AwsCredentials } from '@drawbridge/clouds/aws';
import type { ChangedAwsFiles } from '@drawbridge/node';
import { tellExposed } from '../../aws/tell-exposed.ts';
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
  credentials: AwsCredentials,
): Promise<Omit<LeftBehind, 'kept'>> {
  const { terminal } = context;
  const { env } = terminal;
  const { name } = login;
  const isRenewing = options.keys !== true && options.awsConfigFile === undefined;
  let changed: ChangedAwsFiles;
  try {
    const profile = {
      name,
      // Where nobody named a region, the profile says of none.
      region: login.aws?.region,
      force: options.force === true,
      keysFile: options.awsConfigFile,
      keys: isRenewing ? undefined : credentials,
      command: await ownCommand(['credential-process'], name, options, context),
    };
    changed = await writeLoginProfile(profile, env);
  } catch (thrown) {
    const fault = profileFault(thrown, name, await context.data(options), env);
    return { files: [], isRenewing: false, fault };
  }
  const { written, exposed } = changed;
  tellExposed(exposed, terminal);
  log.debug('profile written', { files: written.join(' ') });
  return { files: written, isRenewing };
}
