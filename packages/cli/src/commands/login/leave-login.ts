import type { AwsCredentials } from '@drawbridge/clouds/aws';
import { type IdentifiedTokens, type KeptLogin, proofOf, type WantedAws } from '@drawbridge/login';
import { type FirstCredentials, firstCredentials, type SignedIn } from '@drawbridge/login/node';
import { leaveProfile } from './leave-profile.ts';
import type { Session } from './session.ts';
import { withPlace } from './settle-login.ts';
import type { LeftBehind } from './tell-signed-in.ts';

/** Milliseconds that STS has, while the browser waits for its page. */
const STS_DEADLINE = 60_000;

/**
 * Makes of verified tokens what they are for: credentials, a login that is kept, a profile.
 *
 * @param signal - whose reason is thrown, and nothing left, when it was aborted before the login is kept
 * @throws {DrawbridgeError} `cloud_…`, `data_unusable`
 */
export async function leaveLogin(
  session: Session,
  tokens: IdentifiedTokens,
  signal?: AbortSignal,
): Promise<LeftBehind> {
  const { aws: wanted } = session.login;
  const { aws, credentials } = wanted ? await assume(wanted, session, tokens.idToken, signal) : {};
  signal?.throwIfAborted();
  const kept = await keep(session, tokens, aws, credentials);
  session.log.debug('login kept', { profile: kept.name, keptIn: kept.keptIn });
  if (credentials === undefined || !session.options.write) return { kept, files: [] };
  return leaveProfile(session, kept, credentials, tokens);
}

/** The same for a person who signed in. */
export function leaveSignedIn(
  session: Session,
  { tokens, token, client }: SignedIn,
  signal?: AbortSignal,
): Promise<LeftBehind> {
  session.log.debug('signed in', {
    token: token.fingerprint,
    claims: Object.keys(token.claims).join(' '),
  });
  return leaveLogin({ ...session, client }, tokens, signal);
}

async function assume(
  wanted: WantedAws,
  { login, http, log, context }: Session,
  idToken: string,
  signal: AbortSignal | undefined,
): Promise<FirstCredentials> {
  const { env } = context.terminal;
  const how = { http, env, deadline: STS_DEADLINE, ...(signal !== undefined && { signal }) };
  const first = await firstCredentials(await withPlace(wanted, login.name, env), idToken, how);
  const { role, region, duration } = first.aws;
  log.debug('role assumed', { role, region, seconds: duration });
  return first;
}

function keep(
  { login, provider, client, registered, scope, logins }: Session,
  tokens: IdentifiedTokens,
  aws: FirstCredentials['aws'] | undefined,
  credentials: AwsCredentials | undefined,
): Promise<KeptLogin> {
  const clientProof = proofOf(client);
  return logins.keep({
    name: login.name,
    settings: {
      issuer: provider.issuer,
      ...(login.discoveryUrl !== undefined && { discoveryUrl: login.discoveryUrl }),
      clientId: client.clientId,
      ...(registered !== undefined && { isRegistered: true }),
      flow: login.flow,
      scope,
      ...(aws !== undefined && { aws }),
    },
    ...(clientProof !== undefined && { clientProof }),
    tokens,
    ...(credentials !== undefined && { credentials }),
  });
}
