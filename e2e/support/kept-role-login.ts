import { openLogins } from '@drawbridge/login/node';
import { fetchComplete } from './clouds/fetch-complete.ts';
import { startStsStub, type StsStub } from './clouds/sts-stub.ts';
import type { Stage } from './stage.ts';
import { startUpstream } from './upstream.ts';

/** A login `dev` as `drawbridge login` leaves it, whose credentials come of a stub of STS. */
export interface RoleLogin {
  /** The data folder. */
  readonly data: string;
  readonly sts: StsStub;
  /** Who AWS says one is. */
  readonly arn: string;
}

/** Keeps a login with an ID token that is good, and no credentials yet. */
export async function keepRoleLogin(stage: Stage): Promise<RoleLogin> {
  const issuer = await startUpstream(stage, 'laptop');
  const sts = await startStsStub(stage, { outside: { fetch: fetchComplete } });
  const trusted = { issuer: issuer.issuer, audience: 'laptop', subject: 'ann' };
  const role = await sts.trust({ role: 'deploy', ...trusted });
  const data = await stage.folder();
  const logins = openLogins({
    data,
    cache: 'file',
    env: {},
    http: () => Promise.reject(new Error('nobody is asked')),
  });
  const now = Math.floor(Date.now() / 1000);
  await logins.keep({
    name: 'dev',
    settings: {
      issuer: issuer.issuer,
      clientId: 'laptop',
      flow: 'code',
      scope: 'openid',
      aws: { role, sessionName: 'ann', region: 'eu-central-1', endpointUrl: sts.url },
    },
    tokens: {
      accessToken: 'access-token-of-tests',
      idToken: await issuer.issue({ sub: 'ann' }),
      tokenType: 'Bearer',
      obtainedAt: now,
    },
  });
  await logins.close();
  return {
    data,
    sts,
    arn: role.replace(':iam:', ':sts:').replace('role/', 'assumed-role/') + '/ann',
  };
}
