import { quote } from '@drawbridge/core';
import { NO_LOGIN } from './no-login.ts';
import { loginOf, marked, toldOf } from './read-answer.ts';
import { type Answer, valuesOf } from './send.ts';
import { AS_BROWSER, found, good, type Outcome, type Step, unseen, type Walk } from './walk.ts';

/** Where the page sends to sign in says what the gateway was told of the request. */
export const judgeRedirect: Step = { at: 'what the gateway is told', look };

/** Encoded as nobody has to, so that what decodes is seen. */
const OTHER_PATH = '/drawbridge%2Ddoctor/other?by=%2Fdate';

async function look(walk: Walk): Promise<Outcome> {
  const { login, page } = walk;
  if (login === undefined) return unseen(NO_LOGIN);
  if (login.host !== page.host) {
    return found(
      'wrong-host',
      `a browser that asked ${page.host} is sent to sign in at ${quote(login.host)}`,
    );
  }
  if (login.origin !== page.origin) {
    return found(
      'wrong-scheme',
      `a browser that asked over ${page.scheme} is sent to sign in over ${quote(login.protocol.slice(0, -1))}`,
    );
  }
  const target = marked(page);
  // A second page: what is kept of the first, or is told of every one, would show.
  const answer = await walk.ask({ target: OTHER_PATH, fields: AS_BROWSER });
  const other = loginOf(answer, page.origin);
  const [first, second] = [toldOf(login), other === undefined ? undefined : toldOf(other)];
  const kept = keptOf(answer);
  if (kept !== undefined) return found('answer-cached', kept);
  // Where everybody is told the same, that is a page of somebody before, or none of anybody.
  if (second === first && !isOfProxy(first)) {
    return found(
      'answer-cached',
      `browsers that ask for ${quote(target)} and for ${quote(OTHER_PATH)} are both to come back to ${quote(first)}`,
    );
  }
  if (first !== target) {
    return found(
      'wrong-path',
      `a browser that asked for ${quote(target)} is to come back to ${quote(first)}`,
    );
  }
  if (second !== undefined && second !== OTHER_PATH) {
    return found(
      'wrong-path',
      `a browser that asked for ${quote(OTHER_PATH)} is to come back to ${quote(second)}`,
    );
  }
  return good(`scheme, host, path and query of ${page.origin}${target}`);
}

/** Paths that no page has been asked for by: a proxy has them in place of one. */
function isOfProxy(path: string): boolean {
  return path === '/' || /^\/(?:\.drawbridge|authz)\//.test(path);
}

/** What an answer says of itself: a redirect is for one person, and for once. */
function keptOf(answer: Answer): string | undefined {
  if (answer.status === 301 || answer.status === 308) {
    return `who is not signed in is sent away with ${answer.status}, which browsers keep: they would not ask for the page again`;
  }
  const [age] = valuesOf(answer, 'age');
  if (age !== undefined && Number(age) > 0)
    return `the redirect is ${quote(age)} seconds old, by its field Age`;
  const control = valuesOf(answer, 'cache-control').join(', ');
  const isKept =
    /\bpublic\b|\b(?:s-maxage|max-age)=[1-9]/i.test(control) && !/\bno-store\b/i.test(control);
  if (isKept) return `the redirect may be kept, by its field Cache-Control: ${quote(control)}`;
  const hit = valuesOf(answer, 'x-cache-status')
    .concat(valuesOf(answer, 'x-cache'))
    .find((value) => /\bhit\b/i.test(value));
  return hit === undefined
    ? undefined
    : `the redirect comes from a cache, which says ${quote(hit)}`;
}
