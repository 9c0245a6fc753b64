// @ts-check
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

/** What of oidc-provider, which has no types, is used. @typedef {{ Provider: new (issuer: string, settings: object) => { callback(): import('node:http').RequestListener } }} Library */

/**
 * An OpenID provider in the place of CILogon, with its paths and its claims. Whoever comes is whom they say they are.
 *
 * @param {{ port: number, client: { id: string, secret: string, redirectUri: string } }} options
 * @returns {Promise<{ close(): void }>}
 */
export async function startProvider({ port, client }) {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = await withoutNotices(async () => {
    const { Provider } = /** @type {Library} */ (
      /** @type {unknown} */ (await import('oidc-provider'))
    );
    return new Provider(issuer, settings(issuer, client));
  });
  const server = createServer(provider.callback());
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(undefined));
  });
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * oidc-provider tells those who deploy it by the console what they should not do. This is no deployment.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
async function withoutNotices(work) {
  const { info, warn } = console;
  console.info = () => {};
  console.warn = () => {};
  try {
    return await work();
  } finally {
    Object.assign(console, { info, warn });
  }
}

/**
 * @param {string} issuer
 * @param {{ id: string, secret: string, redirectUri: string }} client
 * @returns {object} - settings of oidc-provider
 */
function settings(issuer, client) {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [client.redirectUri],
      },
    ],
    jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid: 'demo', alg: 'RS256', use: 'sig' }] },
    routes: {
      authorization: '/authorize',
      jwks: '/oauth2/certs',
      token: '/oauth2/token',
      userinfo: '/oauth2/userinfo',
    },
    scopes: ['openid', 'email', 'profile', 'offline_access'],
    claims: {
      // CILogon's userinfo says whose it is, too.
      openid: ['sub', 'iss', 'aud'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name'],
    },
    // As at CILogon, the ID token says what the userinfo says.
    conformIdTokenClaims: false,
    findAccount: (/** @type {unknown} */ _, /** @type {string} */ id) => ({
      accountId: id,
      claims: () => claimsOf(id, issuer, client.id),
    }),
    // As at CILogon, a refresh token comes without being asked for.
    issueRefreshToken: () => true,
    pkce: { required: () => false },
    ttl: {
      AccessToken: 900,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 900,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 3600,
    },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clientBasedCORS: () => false,
  };
}

/**
 * Beside `sub`, which is what the person typed.
 *
 * @param {string} id
 * @param {string} iss
 * @param {string} aud
 */
function claimsOf(id, iss, aud) {
  const given = id.charAt(0).toUpperCase() + id.slice(1);
  return {
    iss,
    aud,
    // What is before the @ has no more characters (RFC 5321 section 4.5.3.1.1).
    email: `${id.slice(0, 64)}@example.edu`,
    email_verified: true,
    name: `${given} Example`,
    given_name: given,
    family_name: 'Example',
  };
}
