import type { Command } from 'commander';
import { decodeToken } from '@drawbridge/core';
import { chooseScope, isRenewable } from '@drawbridge/login';
import { ownTokens } from '@drawbridge/login/node';
import { type HttpClient, openOutbound } from '@drawbridge/node';
import { discoverProvider } from '@drawbridge/oauth';
import type { Config, Context } from '../../context.ts';
import { tell } from '../../terminal.ts';
import { byBrowser } from './by-browser.ts';
import { byDevice } from './by-device.ts';
import { leaveLogin } from './leave-login.ts';
import { flagsOf } from './login-flags.ts';
import { withLogins } from './open-command-logins.ts';
import { providerQuestion } from './provider-question.ts';
import type { ClientlessSession, Session, SignInOptions } from './session.ts';
import { settleLogin } from './settle-login.ts';
import { withRole } from './settle-role.ts';
import { type LeftBehind, tellSignedIn } from './tell-signed-in.ts';
import { withClient } from './with-client.ts';

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
        const left = await withClient(session, signIn);
        if (left.fault !== undefined) throw left.fault;
        tellSignedIn(left, terminal);
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

async function begin(
  given: Omit<ClientlessSession, 'provider' | 'scope'>,
): Promise<ClientlessSession> {
  const { login, http, log, context } = given;
  const { issuer, discoveryUrl } = login;
  const provider = await discoverProvider({
    issuer,
    discoveryUrl,
    fetchDocument: http.documents(),
  });
  log.debug('provider found', { issuer: provider.issuer, document: provider.discoveryUrl });
  if (login.flow === 'code' && !provider.supportsS256) {
    tell(
      context.terminal,
      `drawbridge: ${provider.issuer} does not say that it holds a code against its challenge (PKCE, S256). It is sent all the same.`,
    );
  }
  const question = providerQuestion(provider, isRenewable(login.flow));
  const scope = chooseScope({ ...question, given: login.scope });
  log.debug('scope settled', { scope });
  return { ...given, provider, scope };
}

async function signIn(session: Session): Promise<LeftBehind> {
  switch (session.login.flow) {
    case 'code':
    case 'implicit':
      return byBrowser(session, session.login.flow);
    case 'device':
      return byDevice(session);
    case 'client-credentials':
      return byItself(session);
  }
}

/** The client gets the token itself. */
async function byItself(session: Session): Promise<LeftBehind> {
  const { tokens, client } = await ownTokens(session);
  const { claims } = decodeToken(tokens.idToken, tokens.idToken.length);
  return leaveLogin(await withRole({ ...session, client }, claims), tokens);
}
