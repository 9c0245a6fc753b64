import { type WebIdentity, webIdentityVariables, withVariables } from '@drawbridge/clouds/aws';

/** The environment of the command. The token of the job stays: the command may need it for something else. */
export function childEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  { region, ...identity }: WebIdentity & { readonly region?: string | undefined },
): NodeJS.ProcessEnv {
  return withVariables(env, webIdentityVariables(identity, region));
}
