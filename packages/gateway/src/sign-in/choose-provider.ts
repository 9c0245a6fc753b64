import { type Call, type HeaderField, headerValues, type Reply } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import { chooseProviderPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { setCookies } from '../cookies/set-cookies.ts';
import type { SignInContext } from './sign-in-context.ts';

/** Where people sign in, on the auth host. */
export const ENTER_PATH = '/login';

/** Seconds that a browser remembers whom its person signed in with. */
const CHOICE_TIME = 365 * 86_400;

/** Its value is a name, and nothing depends on it but an order. */
const cookieName = ({ names }: SignInContext) => `${names.session}-provider`;

/**
 * Shows the providers, the one of the last time first.
 *
 * @param host - of the app
 * @param request - sealed, as it came
 */
export function offerProviders(
  context: SignInContext,
  call: Call,
  host: string,
  request: string,
): Reply {
  const [last] = readCookies(headerValues(call, 'cookie'), cookieName(context));
  const all = [...context.providers.values()];
  const sorted = [
    ...all.filter(({ name }) => name === last),
    ...all.filter(({ name }) => name !== last),
  ];
  const providers = sorted.map(({ name, title }) => ({
    title,
    href: `${ENTER_PATH}?request=${request}&provider=${encodeURIComponent(name)}`,
    isLast: name === last,
  }));
  return pageReply(200, chooseProviderPage({ host, providers }));
}

/** The field that remembers a choice. */
export function rememberProvider(
  context: SignInContext,
  call: Call,
  provider: string,
): readonly HeaderField[] {
  const cookies = headerValues(call, 'cookie');
  return setCookies(cookieName(context), provider, { maxAge: CHOICE_TIME, cookies });
}
