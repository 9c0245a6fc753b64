import { AWS_ADMIN } from './aws.ts';
import type { Network } from './network.ts';

/** A role of AWS, and whose tokens it is for. */
export interface WebIdentityRole {
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
}

/** Has the account on a network trust an issuer, and makes a role for one subject of it. */
export async function createAwsRole(
  network: Network,
  { name, issuer, audience, subject }: WebIdentityRole,
): Promise<void> {
  const provided = await administer(network, {
    Action: 'CreateOpenIDConnectProvider',
    Url: issuer,
    'ClientIDList.member.1': audience,
  });
  const [, arn] = /<OpenIDConnectProviderArn>([^<]+)</.exec(provided) ?? [];
  const provider = issuer.slice('https://'.length);
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${provider}:aud`]: audience, [`${provider}:sub`]: subject },
    },
  };
  await administer(network, {
    Action: 'CreateRole',
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
}

async function administer(
  network: Network,
  form: Readonly<Record<string, string>>,
): Promise<string> {
  const { status, body } = await network.ask('https://iam.amazonaws.com/', {
    method: 'POST',
    headers: { authorization: `Credential=${AWS_ADMIN.AWS_ACCESS_KEY_ID}/` },
    body: String(new URLSearchParams(form)),
  });
  if (status !== 200) throw new Error(body);
  return body;
}
