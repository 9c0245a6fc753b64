import { readProfile } from '@drawbridge/clouds/aws';
import { check, type Check } from './check.ts';

/** Whether the AWS profile of a login gets its credentials by it. @param files - the texts of AWS's two files */
export function checkProfile(
  name: string,
  files: { readonly credentials: string; readonly config: string },
): Check {
  const keys = readProfile(files.credentials, 'credentials', name);
  const settings = readProfile(files.config, 'config', name);
  const [state, seen, fix] = judge(name, keys, settings);
  const wanted = 'a credential_process of Drawbridge, or keys that it wrote, and none that hide it';
  return check('profile', state, { seen, wanted, fix });
}

type Settings = ReadonlyMap<string, string>;

function judge(
  name: string,
  keys: Settings,
  settings: Settings,
): readonly [Check['state'], string, string] {
  const signIn = `Run: drawbridge login --profile ${name}`;
  const line = settings.get('credential_process');
  if (keys.has('aws_access_key_id')) {
    // What it writes itself tells its end; keys of a person have none.
    return keys.has('x_security_token_expires')
      ? ['passed', 'temporary keys in the file of credentials', signIn]
      : [
          'failed',
          'keys without an end in the file of credentials, which go before all else',
          'Take them out of the file, or sign in under another name.',
        ];
  }
  if (line === undefined) return ['warning', `no credentials for the profile ${name}`, signIn];
  return line.includes(' credential-process --profile ')
    ? ['passed', 'it runs Drawbridge', signIn]
    : [
        'failed',
        'a credential_process of another program',
        'Sign in under another name, or have it replaced with --force.',
      ];
}
