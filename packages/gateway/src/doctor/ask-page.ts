import { CHECK_FIELD } from '../check/checked-question.ts';
import { CHECK_PATH } from '../check/check-reply.ts';
import {
  checkedOf,
  codeOf,
  describeAnswer,
  isChallenged,
  locationOf,
  loginOf,
  marked,
  redirectOf,
} from './read-answer.ts';
import { type Answer, valuesOf } from './send.ts';
import {
  AS_BROWSER,
  AS_PROGRAM,
  found,
  good,
  type Outcome,
  parseTarget,
  type Step,
  unseen,
  type Walk,
} from './walk.ts';

/** The page as a browser asks for it that is not signed in: it is to be sent to sign in, and to see nothing of the app. */
export const askPage: Step = { at: 'the page without a session', look };

async function look(walk: Walk): Promise<Outcome> {
  let answer = await walk.ask({ target: marked(walk.page), fields: AS_BROWSER });
  const upgraded = upgradeOf(answer, walk);
  if (upgraded !== undefined) {
    walk.page = upgraded;
    answer = await walk.ask({ target: marked(walk.page), fields: AS_BROWSER });
  }
  const seen = describeAnswer(answer);
  const { status, failure } = answer;
  if (failure !== undefined) {
    const isUntrusted = failure.code === 'remote_untrusted';
    return found(
      isUntrusted ? 'certificate' : 'unreachable',
      `${walk.page.origin}: ${failure.message}`,
    );
  }
  const login = loginOf(answer, walk.page.origin);
  if (login !== undefined) {
    walk.login = login;
    return good(`it is sent to sign in: ${seen}`);
  }
  if (status === 401) return unauthorized(answer, walk);
  const code = codeOf(answer);
  if (status >= 500 || (code === 'path_unknown' && status === 404)) return noAnswer(answer, walk);
  if (status === 403 || (status === 400 && code !== undefined)) return refused(answer, walk);
  return open(answer, walk);
}

/** Where http is sent to https at the same address, that is what is looked at. */
function upgradeOf(answer: Answer, { page }: Walk) {
  const to = redirectOf(answer, page.origin);
  if (
    page.scheme !== 'http' ||
    to?.protocol !== 'https:' ||
    to.hostname !== new URL(page.origin).hostname
  ) {
    return undefined;
  }
  const target = parseTarget(to.href);
  const isSame = target?.target === marked(page);
  return isSame && target !== undefined ? { ...target, target: page.target } : undefined;
}

function unauthorized(answer: Answer, { page }: Walk): Outcome {
  const seen = describeAnswer(answer);
  if (isChallenged(answer)) {
    return found(
      'fields-lost',
      `a browser that asks for the page gets ${seen}, as the gateway answers programs`,
    );
  }
  const location = locationOf(answer, page.origin);
  return found(
    'redirect-lost',
    `a browser that asks for the page gets ${seen}${location === undefined ? ' and no Location' : ', which browsers do not follow: it takes a 302'}`,
  );
}

async function noAnswer(answer: Answer, walk: Walk): Promise<Outcome> {
  const seen = describeAnswer(answer);
  const code = codeOf(answer);
  if (code === 'path_unknown') {
    return found(
      'gateway-down',
      `the page gets ${seen}: the proxy asks the gateway at a path that it does not have`,
    );
  }
  if (code !== undefined) {
    return found(
      'gateway-down',
      `the page gets ${seen}: the gateway runs, and its log says what it lacks`,
    );
  }
  const isThere =
    checkedOf(await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM })) !== undefined;
  return found(
    'gateway-down',
    isThere
      ? `the page gets ${seen}, though ${CHECK_PATH} of this host reaches the gateway: the proxy asks it at another address or path, or cannot use its answer`
      : `the page gets ${seen}, and ${CHECK_PATH} of this host does not reach the gateway either`,
  );
}

/** Who is refused before anybody has signed in, is so by the gateway, or by a proxy that could not ask. */
async function refused(answer: Answer, walk: Walk): Promise<Outcome> {
  const seen = describeAnswer(answer);
  if (/\bFound\b|<a href/.test(answer.text.slice(0, 500)) && codeOf(answer) === undefined) {
    return found(
      'redirect-lost',
      `the page gets ${seen} with the text of a redirect, which browsers do not follow: the status is to be 302`,
    );
  }
  // As a program is answered, what is wrong is easier to find.
  const again = await walk.ask({ target: marked(walk.page), fields: AS_PROGRAM });
  const code = codeOf(again) ?? codeOf(answer);
  if (code === 'access_denied') {
    walk.isPublic = true;
    return unseen(
      'the gateway was asked, and a rule denies this page to all: give the address of another',
    );
  }
  if (code === 'request_forbidden') return otherPlace(valuesOf(again, CHECK_FIELD)[0], seen, walk);
  if (code === 'proxy_unproven') {
    return found(
      'question-refused',
      `the page gets ${seen}: the proxy asks from an address that is none of gateway.trustedProxies`,
    );
  }
  if (code !== undefined) {
    return found(
      'question-refused',
      `the page gets ${seen}: the proxy does not say what it asks for, or asks at the path of another kind of proxy`,
    );
  }
  return unexplained(seen, walk);
}

/** A host or scheme that the gateway does not have. */
async function otherPlace(told: string | undefined, seen: string, walk: Walk): Promise<Outcome> {
  const checked = await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM });
  if (told === 'scheme' || codeOf(checked) === 'request_forbidden') {
    return found(
      'wrong-scheme',
      `the page gets ${seen}: the gateway is told another scheme than that of gateway.url, and ${walk.page.scheme} is what was asked over`,
    );
  }
  if (checkedOf(checked)?.host === walk.page.host) {
    return found(
      'wrong-host',
      `the page gets ${seen}: the gateway knows ${walk.page.host}, and the proxy tells it another host`,
    );
  }
  return found(
    'unknown-host',
    `the page gets ${seen}: no app of the gateway has the host that it is told`,
  );
}

/** A 403 that shows nothing of the gateway: what it says at its own path is all that is to be had. */
async function unexplained(seen: string, walk: Walk): Promise<Outcome> {
  const answer = await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM });
  const checked = checkedOf(answer);
  if (codeOf(answer) === 'path_unknown') {
    return found(
      'unknown-host',
      `the page gets ${seen}, and the gateway says that it has no ${walk.page.host}`,
    );
  }
  if (checked?.byTrustedProxy === false) {
    return found(
      'question-refused',
      `the page gets ${seen}, and ${CHECK_PATH} says that it is asked from an address that is none of gateway.trustedProxies`,
    );
  }
  // What these two answer where the gateway does not, unless they are told otherwise.
  if (checked === undefined && (walk.proxy === 'envoy' || walk.proxy === 'apisix')) {
    return found(
      'gateway-down',
      `the page gets ${seen}, which is what this proxy answers where it gets no answer itself`,
    );
  }
  return found('question-refused', `the page gets ${seen} before anybody has signed in`);
}

/** Whatever else came is of the app, unless a rule lets anybody see the page. */
async function open(answer: Answer, walk: Walk): Promise<Outcome> {
  const seen = describeAnswer(answer);
  const { page } = walk;
  // No path is so written, and the gateway refuses it before it looks at a rule.
  const path = page.target.replace(/[?#].*$/s, '');
  const probe = await walk.ask({ target: `${path}%FF`, fields: AS_PROGRAM });
  const isAsked = codeOf(probe) === 'request_malformed';
  if (isAsked || walk.isPublic) {
    walk.isPublic = true;
    return unseen(
      `${isAsked ? 'the gateway is asked, and lets anybody see this page' : 'this page is said to be open to all'} (${seen}): give the address of one that wants a sign-in to see more`,
    );
  }
  return found(
    'open-door',
    `a browser without a session gets ${seen}, and nothing shows that the gateway was asked. If a rule lets anybody see this page, give the address of another, or --public`,
  );
}
