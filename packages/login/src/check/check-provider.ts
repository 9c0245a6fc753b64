import { toDrawbridgeError } from '@drawbridge/core';
import type { Provider as Metadata } from '@drawbridge/oauth';
import { secretMethods } from '../client/secret-methods.ts';
import type { Flow } from '../login-settings.ts';
import type { Provider } from '../providers/provider.ts';
import { redirectUrisOf } from '../providers/redirect-uris.ts';
import { check, type Check } from './check.ts';

/** How a login is to be made. */
export interface CheckedLogin {
  readonly clientId?: string | undefined;
  readonly flow: Flow;
  /** Whether the client has one, whatever it is here. */
  readonly clientSecret?: unknown;
  readonly redirect: {
    readonly host: string;
    readonly ports: readonly number[];
    readonly path: string;
  };
}

/**
 * Judges whether a provider has what a login needs of it.
 *
 * @param metadata - its discovery document, which was judged for itself
 * @param known - whose product it is, where that is known
 */
export function checkProvider(
  metadata: Metadata,
  login: CheckedLogin,
  known: Provider | undefined,
): readonly Check[] {
  const { clientId, flow } = login;
  const { responseModes, registrationEndpoint, deviceAuthorizationEndpoint } = metadata;
  const hasBrowser = flow === 'code' || flow === 'implicit';
  const endpoints = [
    ...(hasBrowser ? [['authorization_endpoint', metadata.authorizationEndpoint] as const] : []),
    ...(flow === 'implicit' ? [] : [['token_endpoint', metadata.tokenEndpoint] as const]),
  ];
  const missing = endpoints.filter(([, url]) => url === undefined).map(([name]) => name);
  return [
    check('endpoints', missing.length === 0 ? 'passed' : 'failed', {
      seen: missing.length === 0 ? 'they are there' : `without ${missing.join(' and ')}`,
      wanted: `${endpoints.map(([name]) => name).join(' and ')} in the discovery document`,
      fix: 'Ask whoever runs the provider, or choose another way to sign in: --device, or the browser.',
    }),
    ...(flow === 'code' ? [checkPkce(metadata)] : []),
    ...(hasBrowser ? [checkTypes(metadata, flow), checkModes(responseModes, flow)] : []),
    ...(login.clientSecret === undefined ? [] : [checkSecret(metadata)]),
    check('registration', (clientId ?? registrationEndpoint) ? 'passed' : 'failed', {
      seen:
        clientId !== undefined
          ? `the client ${clientId}`
          : `no client_id, and ${registrationEndpoint === undefined ? 'no' : 'a'} registration_endpoint`,
      wanted: 'a client_id, or a provider at which one can be registered (RFC 7591)',
      fix: `Register a client by hand, and give --client-id: drawbridge login setup ${known?.id ?? 'PROVIDER'} has the steps.`,
    }),
    check(
      'device',
      flow !== 'device' || deviceAuthorizationEndpoint !== undefined ? 'passed' : 'failed',
      {
        seen: `${deviceAuthorizationEndpoint === undefined ? 'no' : 'a'} device_authorization_endpoint`,
        wanted: flow === 'device' ? 'one (RFC 8628)' : 'one for --device alone (RFC 8628)',
        fix: 'Sign in by the browser or by --paste, or have the device flow turned on at the provider.',
      },
    ),
    ...(hasBrowser && known !== undefined ? [checkRedirect(known, login)] : []),
  ];
}

function checkPkce({ supportsS256 }: Metadata): Check {
  return check('pkce', supportsS256 ? 'passed' : 'warning', {
    seen: supportsS256 ? 'S256' : 'no S256 in code_challenge_methods_supported',
    wanted: 'a code is good with its verifier alone (RFC 7636)',
    fix: 'A challenge is sent in any case. Ask whoever runs the provider whether it is held against the code.',
  });
}

/** The flows of a browser: what they are answered with, and how that comes best. */
type BrowserFlow = 'code' | 'implicit';

function checkTypes({ responseTypes }: Metadata, flow: BrowserFlow): Check {
  const wanted = flow === 'code' ? 'code' : 'id_token';
  return check('response-types', (responseTypes?.includes(wanted) ?? true) ? 'passed' : 'failed', {
    seen: responseTypes?.join(', ') ?? 'the document does not say',
    wanted,
    fix:
      flow === 'code'
        ? 'Have the authorization code flow turned on at the provider; where it has the implicit flow alone, take --implicit.'
        : 'Take --authorization-code, or have the implicit flow turned on at the provider.',
  });
}

function checkModes(modes: readonly string[], flow: BrowserFlow): Check {
  const wanted = flow === 'code' ? 'query' : 'form_post';
  return check('response-modes', modes.includes(wanted) ? 'passed' : 'warning', {
    seen: modes.join(', '),
    wanted,
    fix: 'An answer in the fragment of the address is read too, by a page in the browser.',
  });
}

function checkSecret(metadata: Metadata): Check {
  const { clientMethods } = metadata;
  const words = {
    seen: clientMethods?.join(', ') ?? 'the document does not say',
    wanted: 'client_secret_basic or client_secret_post, for the secret of the client',
  };
  try {
    secretMethods(metadata);
    return check('client-secret', 'passed', { ...words, fix: '' });
  } catch (thrown) {
    const { hint = '' } = toDrawbridgeError(thrown);
    return check('client-secret', 'failed', { ...words, fix: hint });
  }
}

function checkRedirect(known: Provider, { redirect }: CheckedLogin): Check {
  const { host, ports, path } = redirect;
  const wanted = redirectUrisOf(known, ports, path);
  const needsHost = known.loopbackHost?.value;
  return check(
    'redirect-host',
    needsHost === undefined || host === needsHost ? 'passed' : 'warning',
    {
      seen: `${host}, as is sent`,
      wanted: `${known.name} has registered: ${wanted.join(', ')}`,
      fix: `Set login.redirect.host to ${needsHost}.`,
    },
  );
}
