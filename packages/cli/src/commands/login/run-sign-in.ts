import type { Command } from 'commander';
import { chooseScope, refreshParameters } from '@drawbridge/login';
import { openReceiver, signInByBrowser } from '@drawbridge/login/node';
import { type HttpClient, openOutbound } from '@drawbridge/node';
import { discoverProvider, type Provider } from '@drawbridge/oauth';
import type { Config, Context } from '../../context.ts';
import { tell } from '../../terminal.ts';
import { clientOf, requireClientId } from './client-of.ts';
import { flagsOf } from './login-flags.ts';
import type { Session, SignInOptions } from './session.ts';
import { withLogins } from './open-command-logins.ts';
import { leaveLogin } from './leave-login.ts';
import { settleLogin } from './settle-login.ts';
import { type LeftBehind, pageOf, tellSignedIn } from './tell-signed-in.ts';
import { tellWaiting } from './tell-waiting.ts';
import { untilCalledOff } from './until-called-off.ts';

/**
 * Signs in, keeps the login under its name, and writes its profile.
 *
 * @throws {DrawbridgeError} `sign_in_…`, `token_…`, `upstream_…`, `cloud_…`, `usage_invalid`, `data_unusable`
 * @throws {ChildEnded} when it was called off
 */
export async function runSignIn(
  options: SignInOptions,
  command: Command,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const config = await context.config(options);
  await withLogins(
    context,
    options,
    async (logins, log) => {
      const inputs = { flags: flagsOf(command), env: terminal.env, section: config.login };
      const login = await settleLogin(inputs, logins, terminal);
      for (const warning of login.warnings) tell(terminal, `drawbridge: ${warning}`);
      const http = await openHttp(config, context);
      try {
        const session = await begin({ options, login, logins, http, log, context });
        tellSignedIn(await signIn(session), terminal);
      } finally {
        await http.close();
      }
    },
    config.login?.cache,
  );
}

function openHttp({ outbound }: Config, { terminal }: Context): Promise<HttpClient> {
  return openOutbound(outbound ?? {}, terminal.env, { caVariable: 'AWS_CA_BUNDLE' });
}

async function begin(given: Omit<Session, 'provider' | 'scope'>): Promise<Session> {
  const { login, http, log, context } = given;
  const { issuer, discoveryUrl } = login;
  const provider = await discoverProvider({
    issuer,
    discoveryUrl,
    fetchDocument: http.documents(),
  });
  log.debug('provider found', { issuer: provider.issuer, document: provider.discoveryUrl });
  if (!provider.supportsS256) {
    tell(
      context.terminal,
      `drawbridge: ${provider.issuer} does not say that it holds a code against its challenge (PKCE, S256). It is sent all the same.`,
    );
  }
  const question = questionOf(provider);
  const scope = chooseScope({ ...question, given: login.scope });
  log.debug('scope settled', { scope });
  return { ...given, provider, scope };
}

function questionOf({ issuer, scopes }: Provider) {
  const metadata = scopes === undefined ? {} : { scopes_supported: [...scopes] };
  return { issuer, metadata, wantsRefresh: true };
}

async function signIn(session: Session): Promise<LeftBehind> {
  const { login, provider, scope, http, log, context } = session;
  const { terminal } = context;
  const client = await clientOf(requireClientId(login), login, terminal.env);
  const receiver = await openReceiver(login.redirect, log);
  log.debug('waiting for the browser', { redirectUri: receiver.redirectUri });
  try {
    const extra = { ...refreshParameters(questionOf(provider)), ...login.request.extra };
    return await untilCalledOff(
      (signal) =>
        signInByBrowser({
          provider,
          client,
          scope,
          request: { ...login.request, extra },
          receiver,
          http,
          signal,
          async show(url) {
            tellWaiting(
              { url, issuer: provider.issuer, clientId: client.clientId },
              receiver,
              terminal,
            );
          },
          async finish({ tokens, token }) {
            log.debug('signed in', {
              token: token.fingerprint,
              claims: Object.keys(token.claims).join(' '),
            });
            const left = await leaveLogin(session, client, tokens);
            return { page: pageOf(left), value: left };
          },
        }),
      () =>
        tell(
          terminal,
          `drawbridge: The sign-in was called off, and nothing was changed. If the browser showed an error, see that ${receiver.redirectUri} is registered for the client.`,
        ),
    );
  } finally {
    await receiver.close();
  }
}
