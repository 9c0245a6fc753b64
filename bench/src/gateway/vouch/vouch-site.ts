import { APP, type Fields } from '../site.ts';

/** The domain of everybody. */
export const DOMAIN = 'example.com';
/** Where a Vouch Proxy is asked. */
export const VALIDATE_PATH = '/validate';
/** A claim that is told beside the name. */
export const CLAIM = 'groups';

/** The fields in which the three tokens are told. */
export const TOKEN_FIELDS = {
  accesstoken: 'X-Vouch-IdP-AccessToken',
  idtoken: 'X-Vouch-IdP-IdToken',
  refreshtoken: 'X-Vouch-IdP-RefreshToken',
} as const;

/** A `config.yml` as a small company has it, which is JSON here. @param tokens - whether tokens are told */
export function vouchConfig(port: number, tokens: boolean): object {
  return {
    vouch: {
      logLevel: 'info',
      listen: '127.0.0.1',
      port,
      domains: [DOMAIN],
      headers: { claims: [CLAIM], ...(tokens && TOKEN_FIELDS) },
    },
    oauth: {
      provider: 'oidc',
      client_id: 'gateway',
      client_secret: 'secret-of-the-bench',
      auth_url: 'https://id.example.com/auth',
      token_url: 'https://id.example.com/token',
      user_info_url: 'https://id.example.com/userinfo',
      scopes: ['openid', 'email'],
      callback_url: `https://vouch.${DOMAIN}/auth`,
    },
  };
}

/** What nginx asks for a browser, with the block of Vouch Proxy's manual: the fields of the browser, and no body. */
export function validateFields(cookie: string | undefined): Fields {
  return {
    host: APP,
    Connection: 'keep-alive',
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
