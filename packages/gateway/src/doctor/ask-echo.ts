import type { HeaderField } from '@drawbridge/core';
import { NO_LOGIN } from './no-login.ts';
import { describeAnswer, loginOf, marked } from './read-answer.ts';
import { sendSpoofs, spoofsOf } from './spoof-echo.ts';
import { tellsField } from './tells-field.ts';
import { AS_BROWSER, found, good, type Outcome, type Step, unseen, type Walk } from './walk.ts';

/** The fields that an app receives, of which a client can write none that says who it is. */
export function askEcho(names: readonly string[]): Step {
  return { at: 'fields of identity', look: (walk) => look(walk, names) };
}

async function look(walk: Walk, names: readonly string[]): Promise<Outcome> {
  const { echo, session } = walk;
  if (names.length === 0)
    return unseen('by its configuration the gateway tells apps nothing of who somebody is');
  if (echo === undefined) {
    return unseen('give by --echo a path of the app that answers with the fields that it received');
  }
  const own: readonly HeaderField[] = session === undefined ? [] : [['Cookie', session]];
  const plain = await walk.ask({ target: echo, fields: [...AS_BROWSER, ...own] });
  const seen = describeAnswer(plain);
  if (plain.status < 200 || plain.status > 299) {
    return unseen(
      `${echo} gets ${seen}: ${session === undefined ? 'give by --session the cookies of who is signed in' : 'the session of --session has ended, or may not see it'}`,
    );
  }
  const spoofs = spoofsOf(names);
  const through = await sendSpoofs(spoofs, (fields) =>
    walk.ask({ target: echo, fields: [...AS_BROWSER, ...own, ...fields] }),
  );
  if (through !== undefined) {
    return found(
      'identity-spoofed',
      `the app received "${through.spelling}" as a client wrote it, and many apps take that for ${through.name}`,
    );
  }
  if (session === undefined) {
    return good(
      `the app received none of ${spoofs.length} that a client wrote; give --session to see who it is told`,
    );
  }
  const told = names.filter((name) => tellsField(plain.text, name));
  return told.length === 0
    ? found('identity-missing', `with a session the app received no value of ${names.join(', ')}`)
    : good(`the app received ${told.join(', ')}, and none of ${spoofs.length} that a client wrote`);
}

/** What was let through for who is signed in, and is asked for by somebody else. */
export const askAgain: Step = { at: 'who comes next', look: lookAgain };

async function lookAgain(walk: Walk): Promise<Outcome> {
  const { session, login, page } = walk;
  if (login === undefined) return unseen(NO_LOGIN);
  if (session === undefined) return unseen('give by --session the cookies of who is signed in');
  const target = marked(page);
  const own = await walk.ask({ target, fields: [...AS_BROWSER, ['Cookie', session]] });
  if (loginOf(own, page.origin) !== undefined)
    return unseen('the session of --session has ended, or is of another host');
  const next = await walk.ask({ target, fields: AS_BROWSER });
  return next.status >= 200 && next.status < 300
    ? found(
        'answer-cached',
        `after somebody who is signed in has seen the page, it comes without a session: ${describeAnswer(next)}`,
      )
    : good('a page that was seen is asked about again');
}
