import { NO_LOGIN } from './no-login.ts';
import { describeAnswer, loginOf, toldOf } from './read-answer.ts';
import { AS_BROWSER, found, good, type Outcome, type Step, unseen, type Walk } from './walk.ts';

/** A page with an address as long as those of searches and charts are: it comes back in the address to sign in at. */
export const askLongAddress: Step = { at: 'a long address', look };

/** 3,000 characters, and 5,000 once they are encoded. */
const LONG = '%2F'.repeat(1000);

async function look(walk: Walk): Promise<Outcome> {
  const { login, page } = walk;
  if (login === undefined) return unseen(NO_LOGIN);
  const target = `${page.target.replace(/[?#].*$/s, '')}?drawbridge-doctor=${LONG}`;
  const answer = await walk.ask({ target, fields: AS_BROWSER });
  const to = loginOf(answer, page.origin);
  if (to !== undefined) {
    return toldOf(to) === target
      ? good('a browser is sent to sign in and back to all of it')
      : found('wrong-path', 'a browser that asked for a long address is to come back to another');
  }
  const isTooLong = [400, 413, 414, 431].includes(answer.status);
  return found(
    isTooLong ? 'request-buffer' : 'answer-buffer',
    `the page with an address of ${target.length} characters gets ${describeAnswer(answer)}, and with a short one a browser is sent to sign in`,
    isTooLong ? undefined : 'question',
  );
}
