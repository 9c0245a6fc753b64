export { clearCookies, setCookies, type SetCookieOptions } from './cookies/set-cookies.ts';
export { type CookieNames, cookieNames } from './cookies/cookie-names.ts';
export { readCookies } from './cookies/read-cookies.ts';
export { type Verdict } from './decision/verdict.ts';
export { type Dialect } from './dialects/dialect.ts';
export { type Question } from './question/question.ts';
export { type CookieSessionsOptions, createCookieSessions } from './session/cookie-sessions.ts';
export { type RenewingProvider } from './session/renewals.ts';
export { type SessionsOptions } from './session/session-options.ts';
export { type Session } from './session/session.ts';
export {
  type EndedSession,
  type ListedSession,
  type NewSession,
  type Sessions,
} from './session/sessions.ts';
export {
  createStoreSessions,
  type StoreSessions,
  type StoreSessionsOptions,
} from './session/store-sessions.ts';
export { type User } from './user/user.ts';
