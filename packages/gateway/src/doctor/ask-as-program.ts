import { NO_LOGIN } from './no-login.ts';
import { describeAnswer, isChallenged, marked, redirectOf } from './read-answer.ts';
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

/** The page as a program asks for it: it is to learn that it has to sign in, and not to be sent to a page. */
export const askAsProgram: Step = { at: 'a program without a session', look: lookAtProgram };

async function lookAtProgram(walk: Walk): Promise<Outcome> {
  const { login, page, proxy } = walk;
  if (login === undefined) return unseen(NO_LOGIN);
  const answer = await walk.ask({ target: marked(page), fields: AS_PROGRAM });
  const seen = `a program that accepts JSON gets ${describeAnswer(answer)}`;
  const { status } = answer;
  if (redirectOf(answer, page.origin) !== undefined) {
    // It knows one answer to 401.
    return proxy === 'ingress-nginx'
      ? unseen(
          'ingress-nginx sends programs to sign in too: give the paths of an API an Ingress without auth-signin',
        )
      : found('api-redirected', seen);
  }
  if (status >= 200 && status < 300) return found('open-door', seen);
  if (status === 401 && !isChallenged(answer)) {
    return found('program-401-lost', `${seen}, without WWW-Authenticate of the gateway`);
  }
  if (status === 0 || status >= 500) return found('gateway-down', seen);
  return good(seen);
}

/** A form, of which the proxy keeps the body while it asks. */
export const sendForm: Step = { at: 'a form without a session', look: lookAtForm };

async function lookAtForm(walk: Walk): Promise<Outcome> {
  const { login, page } = walk;
  if (login === undefined) return unseen(NO_LOGIN);
  const answer = await walk.ask({
    method: 'POST',
    target: marked(page),
    fields: [...AS_BROWSER, ['Content-Type', 'application/x-www-form-urlencoded']],
    body: 'drawbridge=doctor',
  });
  const seen = `a form that is sent to the page gets ${describeAnswer(answer)}`;
  const { status } = answer;
  if (status >= 200 && status < 300) return found('open-door', seen);
  const isLost =
    status === 0 || status >= 500 || status === 400 || status === 411 || status === 413;
  return isLost
    ? found('question-body', `${seen}, and without a body it is sent to sign in`)
    : good(seen);
}
