import type { VouchSettings } from '../../../vouch/vouch-settings.ts';
import { checkDomain } from './check-domain.ts';
import type { ValueReader } from './value-reader.ts';

/** Minutes: ten years. */
const MOST_MINUTES = 5_256_000;
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

const SAME_SITE = { lax: 'Lax', strict: 'Strict', none: 'None' } as const;

type FieldKey =
  | 'vouch.headers.jwt'
  | 'vouch.headers.user'
  | 'vouch.headers.success'
  | 'vouch.headers.error'
  | 'vouch.headers.claimheader'
  | 'vouch.headers.accesstoken'
  | 'vouch.headers.idtoken'
  | 'vouch.headers.refreshtoken';

/** Reads what the cookies are, and what is told of them. */
export function readCookieSettings(
  reader: ValueReader,
): Pick<VouchSettings, 'jwt' | 'cookie' | 'session' | 'headers'> {
  const jwtMinutes = minutes('vouch.jwt.maxAge', 1);
  const cookieMinutes = minutes('vouch.cookie.maxAge', 0);
  const secure = reader.flag('vouch.cookie.secure');

  function minutes(
    key: 'vouch.jwt.maxAge' | 'vouch.cookie.maxAge' | 'vouch.session.maxAge',
    least: 0 | 1,
  ): number {
    const read = reader.count(key, MOST_MINUTES);
    if (read < least) reader.fault(key, 'is 0: write how many minutes, 1 or more');
    return read;
  }

  /** RFC 6265 section 4.1.1, RFC 9110 section 5.1. */
  function token(key: FieldKey | 'vouch.cookie.name' | 'vouch.session.name'): string | undefined {
    const text = reader.text(key);
    if (text === undefined || TOKEN.test(text)) return text;
    reader.fault(key, 'has characters that no such name may have: letters, digits and - will do');
    return undefined;
  }

  function sameSite(): VouchSettings['cookie']['sameSite'] {
    const key = 'vouch.cookie.sameSite';
    const text = reader.text(key)?.toLowerCase();
    if (text === undefined) return undefined;
    if (!Object.hasOwn(SAME_SITE, text)) {
      reader.fault(key, 'is none of lax, strict and none');
      return undefined;
    }
    if (text === 'none' && !secure) {
      reader.fault(key, 'is none, which browsers take only with vouch.cookie.secure: true');
    }
    return SAME_SITE[text as keyof typeof SAME_SITE];
  }

  const cookieName = token('vouch.cookie.name') ?? '';
  const sessionName = token('vouch.session.name') ?? '';
  if (cookieName !== '' && cookieName === sessionName) {
    reader.fault('vouch.session.name', 'is vouch.cookie.name too: give each a name of its own');
  }
  const domain = reader.text('vouch.cookie.domain');
  return {
    jwt: { issuer: reader.text('vouch.jwt.issuer') ?? '', maxAge: jwtMinutes * 60 },
    cookie: {
      name: cookieName,
      domain: domain === undefined ? undefined : checkDomain(domain, 'vouch.cookie.domain', reader),
      secure,
      httpOnly: reader.flag('vouch.cookie.httpOnly'),
      maxAge: Math.min(cookieMinutes, jwtMinutes) * 60,
      sameSite: sameSite(),
    },
    session: { name: sessionName, maxAge: minutes('vouch.session.maxAge', 1) * 60 },
    headers: {
      jwt: token('vouch.headers.jwt') ?? '',
      user: token('vouch.headers.user') ?? '',
      success: token('vouch.headers.success') ?? '',
      error: token('vouch.headers.error') ?? '',
      queryString: reader.text('vouch.headers.querystring') ?? '',
      claims: reader.list('vouch.headers.claims'),
      claimHeader: token('vouch.headers.claimheader') ?? '',
      accessToken: token('vouch.headers.accesstoken'),
      idToken: token('vouch.headers.idtoken'),
      refreshToken: token('vouch.headers.refreshtoken'),
    },
  };
}
