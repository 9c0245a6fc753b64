import { type TrustPlan, trustPolicy } from '@drawbridge/clouds/aws';
import { DrawbridgeError } from '@drawbridge/core';
import { isIamError, iamFault } from './iam-fault.ts';
import { mergeTrust } from './merge-trust.ts';
import type { OpenIam } from './open-iam.ts';

/** What is set up now, and what of it was changed. */
export interface AppliedTrust {
  readonly providerArn: string;
  readonly roleArn: string;
  /** Each a sentence without its full stop; none where all was so already. */
  readonly changes: readonly string[];
}

/**
 * Sets AWS up as a plan has it, and may be done again: what is there is kept. The provider keeps its other audiences
 * and thumbprints, the role its other policies, its trust policy the statements on other principals.
 *
 * @throws {DrawbridgeError} `cloud_refused`, `cloud_setting_invalid`, `cloud_unavailable`, `cloud_unreachable`
 */
export async function applyTrust(plan: TrustPlan, iam: OpenIam): Promise<AppliedTrust> {
  const changes: string[] = [];
  const providerArn = await applyProvider(plan, iam, changes);
  const roleArn = await applyRole(plan, providerArn, iam, changes);
  await applyPolicies(plan, iam, changes);
  return { providerArn, roleArn, changes };
}

async function applyProvider(
  plan: TrustPlan,
  { sdk, client }: OpenIam,
  changes: string[],
): Promise<string> {
  const { url, audiences, thumbprints } = plan;
  if (!plan.isProviderThere) {
    const input = {
      Url: url.issuer,
      ClientIDList: [...audiences],
      ...(thumbprints.length > 0 && { ThumbprintList: [...thumbprints] }),
    };
    const made = await done(`create the provider of ${url.issuer}`, 'EntityAlreadyExists', () =>
      client.send(new sdk.CreateOpenIDConnectProviderCommand(input)),
    ).catch((thrown: unknown) => {
      throw thumbprints.length === 0 ? withThumbprintHint(thrown, url.host) : thrown;
    });
    if (made?.OpenIDConnectProviderArn !== undefined) {
      changes.push(`created the provider ${made.OpenIDConnectProviderArn}`);
      return made.OpenIDConnectProviderArn;
    }
  }
  const arn =
    plan.isProviderThere && plan.providerArn !== undefined
      ? plan.providerArn
      : await findProvider(url.host, { sdk, client });
  const there = await asked(`read the provider ${arn}`, () =>
    client.send(new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
  );
  for (const audience of audiences) {
    if (there.ClientIDList?.includes(audience) === true) continue;
    await asked(`add an audience to ${arn}`, () =>
      client.send(
        new sdk.AddClientIDToOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: arn,
          ClientID: audience,
        }),
      ),
    );
    changes.push(`added the audience ${JSON.stringify(audience)} to the provider ${arn}`);
  }
  const known = there.ThumbprintList ?? [];
  const added = thumbprints.filter((thumbprint) => !known.includes(thumbprint));
  if (added.length > 0) {
    // All of them are given anew: IAM API reference, UpdateOpenIDConnectProviderThumbprint.
    await asked(`add a thumbprint to ${arn}`, () =>
      client.send(
        new sdk.UpdateOpenIDConnectProviderThumbprintCommand({
          OpenIDConnectProviderArn: arn,
          ThumbprintList: [...known, ...added],
        }),
      ),
    );
    changes.push(...added.map((one) => `added the thumbprint ${one} to the provider ${arn}`));
  }
  return arn;
}

/** IAM finds a thumbprint by itself where it reaches the issuer; what is like IAM may want one, and not say so. */
function withThumbprintHint(thrown: unknown, host: string): unknown {
  if (!(thrown instanceof DrawbridgeError) || thrown.code !== 'cloud_setting_invalid')
    return thrown;
  if (thrown.hint !== undefined) return thrown;
  return new DrawbridgeError(thrown.code, {
    detail: thrown.message,
    hint: `Where it does not reach the issuer, or is no IAM of Amazon's, it may need a thumbprint: give --thumbprint, which \`drawbridge aws thumbprint ${host.replace(/\/.*$/, '')}\` prints.`,
    cause: thrown,
  });
}

async function findProvider(host: string, { sdk, client }: OpenIam): Promise<string> {
  const { OpenIDConnectProviderList: all = [] } = await asked('list the providers', () =>
    client.send(new sdk.ListOpenIDConnectProvidersCommand({})),
  );
  const arn = all.map(({ Arn }) => Arn).find((one) => one?.endsWith(`:oidc-provider/${host}`));
  if (arn !== undefined) return arn;
  // Ceph's list is not one that the SDK reads. It has no accounts, so the ARN is known; whether it is there is asked next.
  if (all.length === 0) return `arn:aws:iam:::oidc-provider/${host}`;
  throw new DrawbridgeError('cloud_unavailable', {
    detail: `IAM says that there is a provider of ${host} already, and does not list it`,
    hint: 'It was made a moment ago, perhaps, or its URL has other capitals. Try again, or name it with --provider-arn.',
  });
}

async function applyRole(
  plan: TrustPlan,
  providerArn: string,
  { sdk, client }: OpenIam,
  changes: string[],
): Promise<string> {
  const { roleName: RoleName, maxSession } = plan;
  const wanted = trustPolicy<never>(plan, providerArn);
  const session = maxSession === undefined ? {} : { MaxSessionDuration: maxSession };
  const read = async () => {
    const there = await done(`read the role ${RoleName}`, 'NoSuchEntity', () =>
      client.send(new sdk.GetRoleCommand({ RoleName })),
    );
    return there?.Role;
  };
  let role = await read();
  if (role?.Arn === undefined) {
    const AssumeRolePolicyDocument = JSON.stringify(wanted);
    const made = await done(`create the role ${RoleName}`, 'EntityAlreadyExists', () =>
      client.send(new sdk.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...session })),
    );
    if (made !== undefined) {
      const arn = made.Role?.Arn ?? RoleName;
      changes.push(`created the role ${arn}`);
      return arn;
    }
    // Somebody else made it meanwhile: the same command run twice, most often.
    role = await read();
    if (role?.Arn === undefined) {
      throw new DrawbridgeError('cloud_unavailable', {
        detail: `IAM says that there is a role ${RoleName} already, and does not show it`,
        hint: 'It was made a moment ago, perhaps: try again.',
      });
    }
  }
  const merged = mergeTrust(role.AssumeRolePolicyDocument, wanted, providerArn);
  if (merged !== undefined) {
    await asked(`change the trust policy of ${RoleName}`, () =>
      client.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: merged })),
    );
    changes.push(`changed the trust policy of the role ${role.Arn}`);
  }
  if (maxSession !== undefined && role.MaxSessionDuration !== maxSession) {
    await asked(`change the role ${RoleName}`, () =>
      client.send(new sdk.UpdateRoleCommand({ RoleName, ...session })),
    );
    changes.push(`changed the longest session of the role ${role.Arn} to ${maxSession} seconds`);
  }
  return role.Arn;
}

async function applyPolicies(
  { roleName: RoleName, policyArns }: TrustPlan,
  { sdk, client }: OpenIam,
  changes: string[],
): Promise<void> {
  // It may be repeated (IAM API reference, AttachRolePolicy); asking first tells what changes.
  if (policyArns.length === 0) return;
  const { AttachedPolicies = [] } = await asked(`list the policies of ${RoleName}`, () =>
    client.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName, MaxItems: 1000 })),
  );
  for (const PolicyArn of policyArns) {
    if (AttachedPolicies.some((attached) => attached.PolicyArn === PolicyArn)) continue;
    await asked(`attach ${PolicyArn} to ${RoleName}`, () =>
      client.send(new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn })),
    );
    changes.push(`attached the policy ${PolicyArn}`);
  }
}

async function asked<T>(action: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    throw iamFault(thrown, action);
  }
}

/** @returns `undefined` for the one error that is no fault here */
async function done<T>(
  action: string,
  unless: 'NoSuchEntity' | 'EntityAlreadyExists',
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    if (isIamError(thrown, unless)) return undefined;
    throw iamFault(thrown, action);
  }
}
