import { printable } from '@drawbridge/core';
import type { Command } from 'commander';
import { chooseScope, refreshParameters } from '@drawbridge/login';
import {
  openReceiver,
  ownTokens,
  readPastedRedirect,
  type SignedIn,
  signInByBrowser,
  signInByDevice,
} from '@drawbridge/login/node';
import { type HttpClient, openOutbound } from '@drawbridge/node';
import {
  type ClientAuthentication,
  type DeviceCode,
  discoverProvider,
  type Provider,
} from '@drawbridge/oauth';
import type { Config, Context } from '../../context.ts';
import { tell, type Terminal } from '../../terminal.ts';
import { clientOf, requireClientId } from './client-of.ts';
import { flagsOf } from './login-flags.ts';
import type { Session, SignInOptions } from './session.ts';
import { withLogins } from './open-command-logins.ts';
import { leaveLogin } from './leave-login.ts';
import { settleLogin } from './settle-login.ts';
import { type LeftBehind, pageOf, tellSignedIn } from './tell-signed-in.ts';
import { showAddress, showDeviceCode, whyNoBrowser } from './show-way.ts';
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
  const question = questionOf(provider, login.flow !== 'client-credentials');
  const scope = chooseScope({ ...question, given: login.scope });
  log.debug('scope settled', { scope });
  return { ...given, provider, scope };
}

function questionOf({ issuer, scopes }: Provider, wantsRefresh = true) {
  const metadata = scopes === undefined ? {} : { scopes_supported: [...scopes] };
  return { issuer, metadata, wantsRefresh };
}

async function signIn(session: Session): Promise<LeftBehind> {
  const { login, context } = session;
  const client = await clientOf(requireClientId(login), login, context.terminal.env);
  switch (login.flow) {
    case 'code':
      return byBrowser(session, client);
    case 'device':
      return byDevice(session, client);
    case 'client-credentials':
      return leaveLogin(session, client, await ownTokens({ ...session, client }));
  }
}

async function byBrowser(session: Session, client: ClientAuthentication): Promise<LeftBehind> {
  const { options, login, provider, scope, http, log, context } = session;
  const { terminal } = context;
  const receiver = await openReceiver(login.redirect, log);
  const { redirectUri } = receiver;
  log.debug('waiting for the browser', { redirectUri });
  const headless = whyNoBrowser(terminal.env);
  const extra = { ...refreshParameters(questionOf(provider)), ...login.request.extra };
  const errand = { issuer: provider.issuer, clientId: client.clientId, redirectUri };
  try {
    return await untilCalledOff(
      (signal) =>
        signInByBrowser<LeftBehind>({
          provider,
          client,
          scope,
          request: { ...login.request, extra },
          receiver,
          http,
          signal,
          show: (url) => showAddress(url, errand, headless, terminal),
          ...((headless !== undefined || options.paste === true) && {
            paste: (offer) =>
              readPastedRedirect(terminal.stdin, {
                ...offer,
                say: (sentences) => tell(terminal, printable(sentences)),
              }),
          }),
          async finish(signedIn) {
            const left = await leave(session, client, signedIn);
            return { page: pageOf(left), value: left };
          },
        }),
      () =>
        tellCalledOff(
          `If the browser showed an error, see that ${redirectUri} is registered for the client.`,
          terminal,
        ),
    );
  } finally {
    await receiver.close();
  }
}

function byDevice(session: Session, client: ClientAuthentication): Promise<LeftBehind> {
  const { provider, scope, http, context } = session;
  const { terminal } = context;
  return untilCalledOff(
    async (signal) => {
      const show = (code: DeviceCode) => showDeviceCode(code, terminal);
      const signedIn = await signInByDevice({ provider, client, scope, http, show, signal });
      return leave(session, client, signedIn);
    },
    () => tellCalledOff('The code is worth nothing any more once its time is over.', terminal),
  );
}

function leave(session: Session, client: ClientAuthentication, { tokens, token }: SignedIn) {
  session.log.debug('signed in', {
    token: token.fingerprint,
    claims: Object.keys(token.claims).join(' '),
  });
  return leaveLogin(session, client, tokens);
}

function tellCalledOff(advice: string, terminal: Terminal): void {
  tell(terminal, `drawbridge: The sign-in was called off, and nothing was changed. ${advice}`);
}
