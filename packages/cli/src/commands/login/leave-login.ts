import { type IdentifiedTokens, proofOf } from '@drawbridge/login';
import { firstCredentials, type SignedIn } from '@drawbridge/login/node';
import { tellExposed } from '../../aws/tell-exposed.ts';
import { isRenewed } from './is-renewed.ts';
import { ownCommand } from './own-command.ts';
import { profileFault } from './profile-fault.ts';
import type { Session } from './session.ts';
import { withPlace } from './settle-login.ts';
import type { LeftBehind } from './tell-signed-in.ts';
import { writeLoginProfile } from './write-login-profile.ts';

/** Milliseconds that STS has, while the browser waits for its page. */
const STS_DEADLINE = 60_000;

/**
 * Makes of verified tokens what they are for: credentials, a login that is kept, a profile.
 *
 * @param signal - whose reason is thrown, and nothing left, when it was aborted before the login is kept
 * @throws {DrawbridgeError} `cloud_…`, `data_unusable`
 */
export async function leaveLogin(
  { options, login, provider, client, registered, scope, logins, http, log, context }: Session,
  tokens: IdentifiedTokens,
  signal?: AbortSignal,
): Promise<LeftBehind> {
  const { env } = context.terminal;
  const { name } = login;
  const wanted = login.aws && (await withPlace(login.aws, name, env));
  const how = { http, env, deadline: STS_DEADLINE, ...(signal !== undefined && { signal }) };
  const { aws, credentials } = wanted ? await firstCredentials(wanted, tokens.idToken, how) : {};
  if (aws !== undefined) {
    const { role, region, duration } = aws;
    log.debug('role assumed', { role, region, seconds: duration });
  }
  signal?.throwIfAborted();
  const clientProof = proofOf(client);
  const kept = await logins.keep({
    name,
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
  log.debug('login kept', { profile: name, keptIn: kept.keptIn });
  const isSelfRenewing = options.keys !== true && options.awsConfigFile === undefined;
  if (credentials === undefined || !options.write) return { kept, files: [] };
  const { written, exposed, fault } = await writeLoginProfile(
    {
      name,
      // Where nobody named a region, the profile says of none.
      region: login.aws?.region,
      force: options.force === true,
      keysFile: options.awsConfigFile,
      keys: isSelfRenewing ? undefined : credentials,
      command: await ownCommand(['credential-process'], name, options, context),
    },
    env,
  ).then(
    (changed) => ({ ...changed, fault: undefined }),
    async (thrown: unknown) => ({
      written: [],
      exposed: undefined,
      fault: profileFault(thrown, name, await context.data(options), env),
    }),
  );
  tellExposed(exposed, context.terminal);
  if (fault !== undefined) return { kept, files: [], fault };
  log.debug('profile written', { files: written.join(' ') });
  if (!isSelfRenewing) return { kept, files: written };
  const renewedUntil = isRenewed(kept.settings, tokens) ? Infinity : (tokens.expiresAt ?? 0);
  return { kept, files: written, renewedUntil };
}

/** The same for a person who signed in. */
export function leaveSignedIn(
  session: Session,
  { tokens, token }: SignedIn,
  signal?: AbortSignal,
): Promise<LeftBehind> {
  session.log.debug('signed in', {
    token: token.fingerprint,
    claims: Object.keys(token.claims).join(' '),
  });
  return leaveLogin(session, tokens, signal);
}
