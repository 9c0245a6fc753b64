import type { GatewaySection } from '@drawbridge/gateway/node';

/** Where people sign in. Nobody does in a bench, so nothing listens there. */
export const AUTH = 'https://auth.example.com';
/** The host of the one app. */
export const APP = 'app.example.com';
/** The name of the provider that everybody came by. */
export const PROVIDER = 'corp';
/** Its issuer: who signed in with another one is signed out. */
export const ISSUER = 'https://id.example.com';

/** Where sessions are. */
export type Keep = 'store' | 'cookie';

/** A section of the configuration as a small company has it, whose proxy is on the same machine. */
export function sectionOf(
  keep: Keep,
  listen: string,
  cookieKey: string,
): Readonly<Record<string, unknown>> {
  const section: Partial<Record<keyof GatewaySection, unknown>> = {
    url: AUTH,
    listen,
    hosts: [APP],
    trustedProxies: ['127.0.0.1'],
    providers: [
      {
        name: PROVIDER,
        issuer: ISSUER,
        clientId: 'gateway',
        clientSecret: { env: 'CLIENT_SECRET' },
      },
    ],
    session: { keep },
    cookieKeys: [{ file: cookieKey }],
    rules: [
      { name: 'health', match: { paths: '/status' }, allow: 'anyone' },
      { name: 'admins', match: { paths: '/admin/**', groups: 'admins' } },
      { name: 'no others', match: { paths: '/admin/**' }, deny: true },
      { name: 'people', match: { hosts: APP, domains: 'example.com' } },
    ],
  };
  return section;
}

/** Fields of a request, in the spelling of a browser or of nginx. */
export type Fields = Readonly<Record<string, string>>;

/** What nginx asks for a browser that shows a page, as the snippet has it. @param page - which of many it is */
export function questionFields(cookie: string | undefined, page = 0): Fields {
  return {
    Connection: 'keep-alive',
    'X-Original-URL': `https://${APP}/orders/${page}?show=items&by=date`,
    'X-Original-Method': 'GET',
    'X-Forwarded-For': '203.0.113.7',
    'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language': 'en-US,en;q=0.5',
    'Accept-Encoding': 'gzip, deflate, br, zstd',
    'Sec-Fetch-Dest': 'document',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Site': 'same-origin',
    Cookie: cookie === undefined ? 'theme=dark' : `theme=dark; ${cookie}`,
  };
}
