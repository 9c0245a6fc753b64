import type { AwsSettings, Logins } from '@drawbridge/login';
import { openLogins } from '@drawbridge/login/node';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { fetchComplete } from './clouds/fetch-complete.ts';
import { startStsStub, type StsStub } from './clouds/sts-stub.ts';
import type { Stage } from './stage.ts';

/** A login that somebody made before. */
export interface TestLogin {
  /** The data folder. */
  readonly data: string;
  readonly issuer: ListeningIssuer;
  /** That of the sign-in. */
  readonly idToken: string;
}

/** Of a login that is to be there. */
export interface TestLoginOptions {
  /** Where it was signed in. Default: one of its own, which runs until the stage is cleared. */
  readonly issuer?: ListeningIssuer;
  /** Seconds that its ID token still lives by what is kept. Default: 600. */
  readonly left?: number;
  /** Seconds since it was given. Default: 300. */
  readonly age?: number;
  /** Whether it has a refresh token. Default: true. */
  readonly isRenewed?: boolean;
  /** The role that it is for. Default: none. */
  readonly aws?: AwsSettings;
  /** Seconds that credentials of that role still last which are kept. Default: none are. */
  readonly credentialsLeft?: number;
}

/** Starts a provider at which the logins of tests are made. */
async function startLoginIssuer(stage: Stage): Promise<ListeningIssuer> {
  const issuer = await listenTestIssuer({ clients: [{ clientId: 'laptop' }] });
  stage.later(() => issuer.close().catch(() => undefined));
  return issuer;
}

/** Opens the logins of a data folder, in files alone: to see or keep what is there. Nobody is asked. */
export function openKeptLogins(data: string): Logins {
  return openLogins({
    data,
    cache: 'file',
    env: {},
    http: () => Promise.reject(new Error('nobody is asked')),
  });
}

/** Keeps a login named `dev` in a new data folder, as `drawbridge login` leaves it. */
export async function keepTestLogin(
  stage: Stage,
  {
    left = 600,
    age = 300,
    isRenewed = true,
    aws,
    credentialsLeft,
    ...given
  }: TestLoginOptions = {},
): Promise<TestLogin> {
  const issuer = given.issuer ?? (await startLoginIssuer(stage));
  const refresh = isRenewed ? 'rotated' : 'none';
  const granted = await issuer.grant({ sub: 'ann' }, { clientId: 'laptop', refresh });
  if (granted.idToken === undefined) throw new Error('the issuer gave no ID token');
  const data = await stage.folder();
  const now = Math.floor(Date.now() / 1000);
  const logins = openKeptLogins(data);
  await logins.keep({
    name: 'dev',
    settings: {
      issuer: issuer.issuer,
      clientId: 'laptop',
      flow: 'code',
      scope: 'openid',
      ...(aws !== undefined && { aws }),
    },
    tokens: {
      accessToken: granted.accessToken,
      idToken: granted.idToken,
      tokenType: 'Bearer',
      obtainedAt: now - age,
      expiresAt: now + left,
      ...(granted.refreshToken !== undefined && { refreshToken: granted.refreshToken }),
    },
    ...(credentialsLeft !== undefined && {
      credentials: {
        accessKeyId: 'ASIAOLDEXAMPLE',
        secretAccessKey: 'old-secret',
        sessionToken: 'old-session',
        expiresAt: now + credentialsLeft,
      },
    }),
  });
  await logins.close();
  return { data, issuer, idToken: granted.idToken };
}

/** A login whose credentials come of a stub of STS. */
export interface RoleLogin extends TestLogin {
  readonly sts: StsStub;
  /** Who AWS says one is. */
  readonly arn: string;
}

/** Keeps a login `dev` with an ID token that is good, and no credentials yet. */
export async function keepRoleLogin(stage: Stage): Promise<RoleLogin> {
  const issuer = await startLoginIssuer(stage);
  const sts = await startStsStub(stage, { outside: { fetch: fetchComplete } });
  const trusted = { issuer: issuer.issuer, audience: 'laptop', subject: 'ann' };
  const role = await sts.trust({ role: 'deploy', ...trusted });
  const place = { region: 'eu-central-1', endpointUrl: sts.url };
  const aws = { role, sessionName: 'ann', ...place };
  const login = await keepTestLogin(stage, { issuer, isRenewed: false, aws });
  const arn = role.replace(':iam:', ':sts:').replace('role/', 'assumed-role/') + '/ann';
  return { ...login, sts, arn };
}
