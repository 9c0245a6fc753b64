import { quote } from '@drawbridge/core';
import { checkCookieName, checkCookies } from '../check/check-cookies.ts';
import { CHECK_PATH } from '../check/check-reply.ts';
import { checkedOf, describeAnswer } from './read-answer.ts';
import { valuesOf } from './send.ts';
import { AS_PROGRAM, found, good, type Outcome, type Step, unseen, type Walk } from './walk.ts';

/** Cookies that the gateway sets on the host of an app. */
export const judgeCookies: Step = {
  at: 'cookies that are set',
  look: (walk) => judgeCookiesOf(walk, walk.page.origin),
};

/** A cookie as it came, with its attributes by their name in lower case. */
interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Looks whether the cookies of a host come as the gateway sets them, as long as those of a session. */
export async function judgeCookiesOf(walk: Walk, origin: string): Promise<Outcome> {
  const { longestCookie } = walk;
  if (longestCookie === undefined) return unseen('the gateway is not reached');
  const { scheme } = walk.page;
  const wanted = checkCookies(scheme, longestCookie).map(([, text]) => parse(text));
  const answer = await walk.ask({ origin, target: `${CHECK_PATH}?cookies`, fields: AS_PROGRAM });
  const size = wanted.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  if (checkedOf(answer) === undefined) {
    return found(
      'answer-buffer',
      `${origin}${CHECK_PATH} answers, and with ${size} characters of cookies there is ${describeAnswer(answer)}`,
    );
  }
  const stem = checkCookieName(scheme).replace('__Host-', '');
  const came = valuesOf(answer, 'set-cookie')
    .map(parse)
    .filter(({ name }) => name.includes(stem));
  for (const cookie of came) {
    const outcome = await judgeOne(cookie, wanted, walk);
    if (outcome !== undefined) return outcome;
  }
  if (came.length < wanted.length) {
    return found(
      'set-cookie-lost',
      `of ${wanted.length} cookies that the gateway sets at ${origin}, ${came.length} came`,
    );
  }
  return good(
    `${came.length} of ${came.length}, with ${size} characters, come as the gateway sets them`,
  );
}

async function judgeOne(
  { name, value, attributes }: SetCookie,
  wanted: readonly SetCookie[],
  walk: Walk,
): Promise<Outcome | undefined> {
  const domain = attributes.get('domain')?.replace(/^\./, '');
  if (domain !== undefined) {
    return (await walk.isPublicSuffix(domain))
      ? found('public-suffix', `a cookie of the gateway came with Domain=${quote(domain)}`)
      : found(
          'cookie-domain',
          `a cookie of the gateway came with Domain=${quote(domain)}, which it does not set`,
        );
  }
  const own = wanted.find((cookie) => cookie.name === name);
  if (own === undefined) {
    return found(
      'cookie-changed',
      `a cookie of the gateway came under the name ${quote(name)}, which is not the one that it was given`,
    );
  }
  if (own.value !== value) {
    return found('cookie-changed', `the cookie ${name} came with another value than it was given`);
  }
  for (const [attribute, text] of own.attributes) {
    const came = attributes.get(attribute);
    if (came?.toLowerCase() === text.toLowerCase()) continue;
    return found(
      'cookie-changed',
      `the cookie ${name} came ${came === undefined ? 'without' : `with ${attribute}=${quote(came)} in place of`} ${text === '' ? attribute : `${attribute}=${text}`}`,
    );
  }
  return undefined;
}

/** RFC 6265 section 5.2, of which nothing is passed over. */
function parse(text: string): SetCookie {
  const [pair = '', ...rest] = text.split(';');
  const [name, value] = split(pair);
  return {
    name,
    value,
    attributes: new Map(
      rest.map((each) => {
        const [attribute, given] = split(each);
        return [attribute.toLowerCase(), given];
      }),
    ),
  };
}

function split(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
