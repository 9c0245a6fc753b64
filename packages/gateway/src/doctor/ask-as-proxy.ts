import type { HeaderField } from '@drawbridge/core';
import { DIALECTS } from '../dialects/dialects.ts';
import { describeAnswer, locationOf, refusedOf, toldOf } from './read-answer.ts';
import { LOGIN_PATH } from '../sign-in/login-url.ts';
import type { Answer } from './send.ts';
import { AS_BROWSER, found, good, type Outcome, type Step, type Walk } from './walk.ts';

/** Questions of a client that says it is a proxy: nobody but proxies is to be answered. */
export const askAsProxy: Step = { at: 'questions from outside', look };

/** Asked for by nobody else: in an answer it shows that a question was answered. */
const ASKED = '/drawbridge-doctor-asked';

async function look(walk: Walk): Promise<Outcome> {
  const { page, authOrigin } = walk;
  for (const origin of authOrigin === undefined ? [page.origin] : [authOrigin, page.origin]) {
    for (const { name, takesPath } of DIALECTS) {
      const target = `/authz/${name}${takesPath === true ? ASKED : ''}`;
      const answer = await walk.ask({ origin, target, fields: [...AS_BROWSER, ...question(page)] });
      if (isAnswered(answer, origin, target)) {
        return found(
          'authz-exposed',
          `${origin}${target} gets ${describeAnswer(answer)}: the gateway answers it`,
        );
      }
    }
  }
  // What the printed configuration of nginx has for itself.
  const target = '/.drawbridge/decision';
  const answer = await walk.ask({ target, fields: AS_BROWSER });
  const isDecided = locationOf(answer, page.origin) !== undefined && answer.status === 401;
  return isDecided
    ? found(
        'authz-exposed',
        `${page.origin}${target} gets ${describeAnswer(answer)}: it is not internal`,
      )
    : good('nobody but proxies is answered below /authz/');
}

function question({ host, scheme }: Walk['page']): readonly HeaderField[] {
  return [
    ['X-Original-URL', `${scheme}://${host}${ASKED}`],
    ['X-Original-Method', 'GET'],
    ['X-Forwarded-Method', 'GET'],
    ['X-Forwarded-Proto', scheme],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Uri', ASKED],
  ];
}

/** That a guarded app sends to sign in for this very path is right, and so is that the gateway knows no such app. */
function isAnswered(answer: Answer, origin: string, target: string): boolean {
  const login = locationOf(answer, origin);
  if (login?.pathname === LOGIN_PATH) return toldOf(login) !== target;
  const refused = refusedOf(answer, origin);
  return refused === 'request_malformed' || refused === 'proxy_unproven';
}
