import type { HeaderField } from '@drawbridge/core';
import { NO_LOGIN } from './no-login.ts';
import { describeAnswer, loginOf, marked, refusedOf } from './read-answer.ts';
import type { Answer } from './send.ts';
import { AS_BROWSER, found, good, type Outcome, type Step, unseen, type Walk } from './walk.ts';

/** The fields by which proxies tell of the request that waits, as a client may send them itself. */
export const spoofQuestion: Step = { at: 'what a client says of the request', look };

/** No name of anybody (RFC 6761 section 6.4). */
const HOST = 'doctor.invalid';
const PATH = '/drawbridge-doctor-spoofed';

const SPOOFED = ({ scheme }: Walk['page']): readonly HeaderField[] => [
  ['X-Forwarded-Uri', PATH],
  ['X-Forwarded-Host', HOST],
  ['X-Forwarded-Proto', scheme === 'https' ? 'http' : 'https'],
  ['X-Forwarded-Method', 'DELETE'],
  ['X-Original-URL', `${scheme}://${HOST}${PATH}`],
  ['X-Original-URI', PATH],
  ['X-Original-Method', 'DELETE'],
  ['X-Auth-Request-Redirect', PATH],
  ['X-Rewrite-URL', PATH],
  ['Forwarded', `host=${HOST};proto=http`],
];

async function look(walk: Walk): Promise<Outcome> {
  const { login, page } = walk;
  if (login === undefined) return unseen(NO_LOGIN);
  const plain = await walk.ask({ target: marked(page), fields: AS_BROWSER });
  for (const field of SPOOFED(page)) {
    const answer = await walk.ask({ target: marked(page), fields: [...AS_BROWSER, field] });
    const how = decidedBy(answer, plain, walk);
    if (how !== undefined) {
      return found('forwarded-trusted', `with "${field[0]}: ${field[1]}" of the client ${how}`);
    }
  }
  // RFC 9112 section 3.2.2: the request line says which host is asked, and the field is to be passed over.
  const target = `${page.origin}${marked(page)}`;
  const how = askedBy(await walk.ask({ target, host: HOST, fields: AS_BROWSER }), walk);
  if (how !== undefined) {
    return found(
      'forwarded-trusted',
      `with "Host: ${HOST}" of the client, and ${page.host} in the request line, ${how}`,
    );
  }
  return good(
    'the same answer with and without X-Forwarded-*, X-Original-* and Forwarded, and by no other Host',
  );
}

/** What a field changed. That it is refused as malformed, and nothing else, helps nobody who sends it. */
function decidedBy(answer: Answer, plain: Answer, walk: Walk): string | undefined {
  if (answer.status >= 200 && answer.status < 300)
    return `the page comes without a sign-in: ${describeAnswer(answer)}`;
  const to = loginOf(answer, walk.page.origin);
  if (to?.href === walk.login?.href && answer.status !== plain.status) {
    return `the redirect is another one: ${answer.status} in place of ${plain.status}`;
  }
  return askedBy(answer, walk);
}

/** What shows that the gateway was asked about another request. */
function askedBy(answer: Answer, { login, page }: Walk): string | undefined {
  const to = loginOf(answer, page.origin);
  if (to !== undefined && to.href !== login?.href)
    return `people are sent to sign in elsewhere: ${describeAnswer(answer)}`;
  const refused = refusedOf(answer, page.origin);
  if (refused === 'host' || refused === 'scheme') {
    return `the gateway is told another ${refused}`;
  }
  return undefined;
}
