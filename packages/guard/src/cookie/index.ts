export { type CookieCaller } from './cookie-caller.ts';
export { type CookieGuard, createCookieGuard } from './create-cookie-guard.ts';
export { type KeptToken } from './kept-token.ts';
export {
  type Anonymous,
  type CookieGuardOptions,
  type GoodCookie,
  VOUCH_TOKEN_HEADERS,
} from './options.ts';
