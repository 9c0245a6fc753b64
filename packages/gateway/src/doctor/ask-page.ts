import type { Refused } from '../check/checked-question.ts';
import {
  beginsSignIn,
  codeOf,
  describeAnswer,
  isChallenged,
  locationOf,
  loginOf,
  marked,
  redirectOf,
  refusedOf,
} from './read-answer.ts';
import { type Answer, valuesOf } from './send.ts';
import { judgeUnasked } from './judge-unasked.ts';
import { endAtOauth2Proxy, leadsToOauth2Proxy } from './stand-in.ts';
import { AS_BROWSER, found, good, type Outcome, type Step, unseen, type Walk } from './walk.ts';
import { parseTarget, type Target } from './target.ts';
import { refusedBecause, refusedInSilence } from './refused-page.ts';

/** The page as a browser asks for it that is not signed in: it is to be sent to sign in, and to see nothing of the app. */
export const askPage: Step = { at: 'the page without a session', look };

async function look(walk: Walk): Promise<Outcome> {
  let answer = await walk.ask({ target: marked(walk.page), fields: AS_BROWSER });
  const upgraded = upgradeOf(answer, walk);
  if (upgraded !== undefined) {
    walk.page = upgraded;
    answer = await walk.ask({ target: marked(upgraded), fields: AS_BROWSER });
  }
  const { failure } = answer;
  if (failure !== undefined) {
    const isUntrusted = failure.code === 'remote_untrusted';
    return found(isUntrusted ? 'certificate' : 'unreachable', failure.message);
  }
  return judge(answer, walk);
}

/** Where http is sent to https at the same address, that is what is looked at. */
function upgradeOf(answer: Answer, { page }: Walk): Target | undefined {
  const to = redirectOf(answer, page.origin);
  if (page.scheme !== 'http' || to?.protocol !== 'https:') return undefined;
  if (to.hostname !== new URL(page.origin).hostname) return undefined;
  const target = parseTarget(to.href);
  return target?.target === marked(page) ? { ...target, target: page.target } : undefined;
}

async function judge(answer: Answer, walk: Walk): Promise<Outcome> {
  const { status } = answer;
  const { origin } = walk.page;
  const seen = describeAnswer(answer);
  const login = loginOf(answer, origin);
  if (login !== undefined) {
    walk.login = login;
    return good(`a browser is sent to sign in, by ${status}`);
  }
  if (leadsToOauth2Proxy(answer, origin)) return endAtOauth2Proxy(walk);
  const refused = refusedOf(answer, origin);
  if (refused !== undefined) return refusedBecause(refused as Refused, status, walk);
  if (beginsSignIn(answer, origin)) return instead(answer, walk);
  if (status === 401) return unauthorized(answer, walk);
  if (status === 403 && (locationOf(answer, origin) !== undefined || isRedirectText(answer))) {
    return found(
      'redirect-lost',
      `the page gets ${seen}, and browsers follow no Location of a 403: the status is to be 302`,
    );
  }
  const code = codeOf(answer);
  if (code === 'path_unknown') {
    return found(
      'question-refused',
      `the page gets ${seen}: the gateway is asked at a path that it does not have`,
    );
  }
  if (status >= 500 && code !== undefined) {
    return found(
      'gateway-down',
      `the page gets ${seen}: the gateway runs, and its log says what it lacks`,
    );
  }
  if (code === 'access_denied') {
    walk.isPublic = true;
    return unseen('a rule denies this page to all: give the address of another to see more');
  }
  if (status === 403) return refusedInSilence(seen, walk);
  return judgeUnasked(answer, walk);
}

/** The sign-in in place of the page: only at its own path it is told by a browser which page that is. */
function instead(answer: Answer, { page }: Walk): Outcome {
  const seen = describeAnswer(answer);
  if (redirectOf(answer, page.origin) === undefined) {
    return found('redirect-lost', `the page gets ${seen}, which browsers do not follow`);
  }
  return found(
    'wrong-path',
    `the page gets ${seen}: the sign-in is in its place, and is not told which page to come back to`,
    'redirect',
  );
}

/** What nginx shows of a redirect whose status was changed. */
function isRedirectText(answer: Answer): boolean {
  return codeOf(answer) === undefined && /\bFound\b|<a href/.test(answer.text.slice(0, 500));
}

async function unauthorized(answer: Answer, walk: Walk): Promise<Outcome> {
  const { page } = walk;
  const seen = describeAnswer(answer);
  if (isChallenged(answer)) {
    return found(
      'fields-lost',
      `a browser that asks for the page gets ${seen}, as the gateway answers programs`,
    );
  }
  // The gateway asks no browser for a password or a token: it is the app that does.
  if (valuesOf(answer, 'www-authenticate').length > 0) return judgeUnasked(answer, walk);
  return found(
    'redirect-lost',
    `a browser that asks for the page gets ${seen}${
      locationOf(answer, page.origin) === undefined
        ? ' and no Location'
        : ', and browsers follow no Location of a 401'
    }`,
  );
}
