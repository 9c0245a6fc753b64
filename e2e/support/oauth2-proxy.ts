import { createServer, type ServerResponse } from 'node:http';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** What oauth2-proxy knows of somebody who is signed in. */
interface ProxySession {
  readonly user: string;
  readonly accessToken?: string;
  /** Given with `--set-authorization-header`. */
  readonly idToken?: string;
  /** What `--cookie-refresh` sets anew. */
  readonly renewed?: string;
}

/** Stands in for oauth2-proxy beside nginx. */
export interface Oauth2Proxy {
  readonly url: string;
  /** From where it thinks that the last request came (`--real-client-ip-header`, by default `X-Real-IP`). */
  clientAddress(): unknown;
  /** Signs somebody in. @returns the value of `Cookie` */
  signIn(session: ProxySession, length?: number): string;
}

/** Where it sends whoever signs in. */
export const PROVIDER = 'https://sso.example.com/authorize';

/**
 * Answers as oauth2-proxy does with `--set-xauthrequest` and `--pass-access-token`: the endpoints as in
 * https://oauth2-proxy.github.io/oauth2-proxy/features/endpoints and configuration/integrations/nginx, the fields as in
 * pkg/apis/options/legacy_options.go, both of release 7.14; all other paths as buildServeMux and Proxy of oauthproxy.go have
 * them. Read in November 2026.
 */
export async function startOauth2Proxy(stage: Stage): Promise<Oauth2Proxy> {
  const sessions = new Map<string, ProxySession>();
  let address: unknown;
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    address = request.headers['x-real-ip'];
    const session = sessions.get(request.headers.cookie ?? '');
    if (request.url === '/oauth2/auth') {
      answerAuth(response, session);
    } else if (request.url === '/oauth2/start') {
      const state = String(request.headers['x-auth-request-redirect']);
      const location = `${PROVIDER}?${new URLSearchParams({ state })}`;
      response.writeHead(302, { location, 'set-cookie': '_oauth2_proxy_csrf=1' }).end();
    } else if (session === undefined) {
      response.writeHead(403).end('Sign in');
    } else {
      // As with any path that is not its own: to its upstreams, of which there is none.
      setFields(response, session);
      response.writeHead(404).end();
    }
  });
  const url = await serveHere(stage, server);
  return {
    url,
    clientAddress: () => address,
    signIn(session, length = 40) {
      const cookie = `_oauth2_proxy=${`${sessions.size}`.padStart(length, 'c')}`;
      sessions.set(cookie, session);
      return cookie;
    },
  };
}

function answerAuth(response: ServerResponse, session: ProxySession | undefined): void {
  if (session === undefined) {
    response.writeHead(401).end('Unauthorized');
    return;
  }
  setFields(response, session);
  if (session.renewed !== undefined) response.setHeader('Set-Cookie', session.renewed);
  response.writeHead(202).end();
}

function setFields(response: ServerResponse, { user, accessToken, idToken }: ProxySession): void {
  response.setHeader('X-Auth-Request-User', user);
  response.setHeader('X-Auth-Request-Email', `${user}@example.com`);
  response.setHeader('X-Auth-Request-Preferred-Username', user);
  if (accessToken !== undefined) response.setHeader('X-Auth-Request-Access-Token', accessToken);
  if (idToken !== undefined) response.setHeader('Authorization', `Bearer ${idToken}`);
}
