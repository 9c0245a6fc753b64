import type { Command } from 'commander';
import { chooseScope } from '@drawbridge/login';
import { ownTokens } from '@drawbridge/login/node';
import { type HttpClient, openOutbound } from '@drawbridge/node';
import { discoverProvider } from '@drawbridge/oauth';
import type { Config, Context } from '../../context.ts';
import { tell } from '../../terminal.ts';
import { byBrowser } from './by-browser.ts';
import { byDevice } from './by-device.ts';
import { clientOf, requireClientId } from './client-of.ts';
import { leaveLogin } from './leave-login.ts';
import { flagsOf } from './login-flags.ts';
import { withLogins } from './open-command-logins.ts';
import { providerQuestion } from './provider-question.ts';
import type { Session, SignInOptions } from './session.ts';
import { settleLogin } from './settle-login.ts';
import { type LeftBehind, tellSignedIn } from './tell-signed-in.ts';

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
        const left = await signIn(session);
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

async function begin(given: Omit<Session, 'provider' | 'scope' | 'client'>): Promise<Session> {
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
  const question = providerQuestion(provider, login.flow !== 'client-credentials');
  const scope = chooseScope({ ...question, given: login.scope });
  log.debug('scope settled', { scope });
  const client = await clientOf(requireClientId(login), login, context.terminal.env);
  return { ...given, provider, scope, client };
}

async function signIn(session: Session): Promise<LeftBehind> {
  switch (session.login.flow) {
    case 'code':
      return byBrowser(session);
    case 'device':
      return byDevice(session);
    case 'client-credentials':
      return leaveLogin(session, await ownTokens(session));
  }
}
