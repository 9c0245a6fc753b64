import {
  parseRoleArn,
  stsEndpoint,
  webIdentityVariables,
  withVariables,
} from '@drawbridge/clouds/aws';
import { findCiSystem, jobSessionName } from '@drawbridge/clouds/ci';
import { readProfilePlace } from '../../../aws/read-profile-place.ts';
import type { Options } from '../exec-options.ts';
import type { CloudTarget, Environment } from './cloud-target.ts';

const FILE = 'aws-token';

/**
 * AWS: its SDKs assume a role with the token of a file, which they read anew whenever credentials end.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function awsTarget(roleArn: string, options: Options, env: Environment): CloudTarget {
  const { region } = options;
  // Said here, and not by an SDK in the middle of the command: a role of nowhere, or of another partition.
  stsEndpoint({ role: parseRoleArn(roleArn), region, env });
  const sessionName = options.sessionName ?? jobSessionName(findCiSystem(env), env);
  return {
    cloud: 'AWS',
    audience: options.audience ?? 'sts.amazonaws.com',
    file: FILE,
    async equip(given, folder) {
      const identity = { roleArn, sessionName, tokenFile: folder.pathOf(FILE) };
      const place = region ?? (await regionOfProfile(env));
      return withVariables(given, webIdentityVariables(identity, place));
    },
  };
}

/** The command is not told of the profile, and has its region all the same. */
async function regionOfProfile(env: Environment): Promise<string | undefined> {
  if (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || !env['AWS_PROFILE']) return undefined;
  return (await readProfilePlace(env, 'STS')).region;
}
