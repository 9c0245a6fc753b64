import { quote } from '@drawbridge/core';
import { CHECK_PATH } from '../check/check-reply.ts';
import { ENTER_PATH } from '../sign-in/choose-provider.ts';
import { LOGIN_PATH } from '../sign-in/login-url.ts';
import { judgeCookiesOf } from './judge-cookies.ts';
import { checkedOf, codeOf, describeAnswer, redirectOf } from './read-answer.ts';
import { sendCookiesTo } from './send-cookies.ts';
import { AS_BROWSER, AS_PROGRAM, found, good, type Outcome, type Step, type Walk } from './walk.ts';

/** The host of `gateway.url`, where the sign-in of the app sends to. */
export const askAuthHost: Step = { at: 'the host of gateway.url', look };

async function look(walk: Walk): Promise<Outcome> {
  const begun = await walk.ask({ target: `${LOGIN_PATH}?url=%2F`, fields: AS_BROWSER });
  const to = redirectOf(begun, walk.page.origin);
  if (to?.pathname !== ENTER_PATH) {
    return found(
      'callback-route',
      `${LOGIN_PATH} gets ${describeAnswer(begun)}, and is to send to the host of gateway.url`,
    );
  }
  const { origin, host } = to;
  walk.authOrigin = origin;
  const answer = await walk.ask({ origin, target: CHECK_PATH, fields: AS_PROGRAM });
  const checked = checkedOf(answer);
  if (answer.failure?.code === 'remote_untrusted') {
    return found('certificate', `${origin}: ${answer.failure.message}`);
  }
  // The proxy was reached at the app's own name: it is this name, and not its lines, that has to be looked at.
  if (answer.failure !== undefined) {
    return found(
      'unreachable',
      `people are sent to sign in at ${origin}: ${answer.failure.message}`,
    );
  }
  if (checked === undefined) {
    return found(
      codeOf(answer) === 'request_forbidden' ? 'wrong-scheme' : 'auth-host',
      `people are sent to sign in at ${origin}, where ${CHECK_PATH} gets ${describeAnswer(answer)}`,
      'auth',
    );
  }
  if (checked.host !== host) {
    return found(
      'auth-host',
      `${origin} reaches the gateway, which is told the host ${quote(checked.host)}`,
    );
  }
  // Its own paths may lead to the gateway where the rest of it does not.
  const entered = await walk.ask({ origin, target: ENTER_PATH, fields: AS_BROWSER });
  if (codeOf(entered) !== 'parameter_invalid') {
    return found(
      'auth-host',
      `people are sent to sign in at ${origin}${ENTER_PATH}, which gets ${describeAnswer(entered)}`,
    );
  }
  const cookies = await judgeCookiesOf(walk, origin);
  if (cookies.state === 'fault') return { ...cookies, section: 'auth' };
  const lost = await sendCookiesTo(walk, origin);
  if (lost !== undefined) return lost;
  return good(`${origin} reaches the gateway, and hands on cookies`);
}
