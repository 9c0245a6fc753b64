import { type AwsService, type ProfilePlace, profilePlace } from '@drawbridge/clouds/aws';
import { awsFilePaths, readAwsFiles } from '@drawbridge/node';

/**
 * Where the profile of `AWS_PROFILE`, else the one named `default`, has the calls of a service go.
 *
 * @throws {DrawbridgeError} `data_unusable`, where a profile was named
 */
export async function readProfilePlace(
  env: Readonly<NodeJS.ProcessEnv>,
  service: AwsService,
): Promise<ProfilePlace> {
  const named = env['AWS_PROFILE'] || undefined;
  try {
    const { config } = await readAwsFiles(awsFilePaths(env));
    return profilePlace(config, named ?? 'default', service);
  } catch (thrown) {
    // Nobody asked for it.
    if (named === undefined) return {};
    throw thrown;
  }
}
