import type { HeaderField } from '@drawbridge/core';
import { checkCookieName, longCookie } from '../check/check-cookies.ts';
import { CHECK_PATH } from '../check/check-reply.ts';
import { CHECK_PARAMETER } from '../check/checked-question.ts';
import { checkedOf, describeAnswer, loginOf, marked } from './read-answer.ts';
import {
  AS_BROWSER,
  AS_PROGRAM,
  found,
  good,
  type Outcome,
  type Step,
  unseen,
  type Walk,
} from './walk.ts';

/** Cookies that a browser sends to the app: the gateway is to have them, however long they are. */
export const sendCookies: Step = {
  at: 'cookies that are sent',
  async look(walk) {
    return (await sendCookiesTo(walk, walk.page.origin)) ?? (await sendWithPage(walk));
  },
};

const cookieField = (value: string): HeaderField => ['Cookie', value];

/** Looks whether they reach the gateway at its own path. @returns `undefined` for no fault */
export async function sendCookiesTo(walk: Walk, origin: string): Promise<Outcome | undefined> {
  const [short, long] = cookies(walk);
  const send = (cookie: string) =>
    walk.ask({ origin, target: CHECK_PATH, fields: [...AS_PROGRAM, cookieField(cookie)] });
  if (checkedOf(await send(short))?.cookieLength === 0) {
    return found(
      'cookie-lost',
      `the gateway sees no cookie at ${origin}${CHECK_PATH}, and one was sent`,
    );
  }
  if (long === undefined) return undefined;
  const answer = await send(long);
  const length = checkedOf(answer)?.cookieLength;
  if (length !== undefined && length >= long.length) return undefined;
  return found(
    'request-buffer',
    length === undefined
      ? `${origin}${CHECK_PATH} answers, and with ${long.length} characters of cookies there is ${describeAnswer(answer)}`
      : `of ${long.length} characters of cookies that were sent to ${origin}${CHECK_PATH} the gateway sees ${length}`,
  );
}

/** Looks whether they are in the question about a page. */
async function sendWithPage(walk: Walk): Promise<Outcome> {
  const { login, page } = walk;
  const [short, long] = cookies(walk);
  if (login === undefined) return good('the gateway has them at its own paths');
  const send = (cookie: string) =>
    walk.ask({ target: marked(page), fields: [...AS_BROWSER, cookieField(cookie)] });
  const answer = await send(short);
  const told = loginOf(answer, page.origin)?.searchParams.get(CHECK_PARAMETER);
  if (told === 'none') {
    return found(
      'cookie-lost',
      'the gateway is asked about the page without the cookie that was sent with it',
    );
  }
  if (long !== undefined) {
    const more = await send(long);
    const to = loginOf(more, page.origin);
    if (to === undefined) {
      return found(
        'request-buffer',
        `the page with ${long.length} characters of cookies gets ${describeAnswer(more)}`,
      );
    }
    if (told === 'seen' && to.searchParams.get(CHECK_PARAMETER) !== 'seen') {
      return found(
        'request-buffer',
        `the gateway is asked about the page without all of ${long.length} characters of cookies`,
      );
    }
  }
  return told === 'seen'
    ? good(`the gateway has all of them, up to ${(long ?? short).length} characters`)
    : unseen(
        'the proxy makes the address to sign in at itself, and it does not say whether the cookies are in the question',
      );
}

/** One cookie; and one behind others that are as long as a session, if that is known. */
function cookies({ page: { scheme }, longestCookie }: Walk): readonly [string, string | undefined] {
  const short = `${checkCookieName(scheme)}=1`;
  return [
    short,
    longestCookie === undefined ? undefined : `${longCookie(scheme, longestCookie)}; ${short}`,
  ];
}
