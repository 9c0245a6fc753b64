import { quote } from '@drawbridge/core';
import { CHECK_PATH } from '../check/check-reply.ts';
import type { Refused } from '../check/checked-question.ts';
import { checkedOf, codeOf } from './read-answer.ts';
import { AS_PROGRAM, found, type Outcome, type Walk } from './walk.ts';

/** What is wrong with a question, of which the gateway says why it refuses it. */
export async function refusedBecause(
  refused: Refused,
  status: number,
  walk: Walk,
): Promise<Outcome> {
  const { host, scheme } = walk.page;
  switch (refused) {
    case 'proxy_unproven':
      return found(
        'question-refused',
        'the gateway says that it is asked from an address that is none of gateway.trustedProxies',
      );
    case 'scheme':
      return found(
        'wrong-scheme',
        `the gateway says that it is told another scheme than that of gateway.url, and a browser asked over ${scheme}`,
      );
    case 'host': {
      const checked = checkedOf(await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM }));
      return checked?.host === host
        ? found('wrong-host', `the gateway has an app at ${host}, and is told another host`)
        : found(
            'unknown-host',
            `the gateway has no app of the host that it is told, and a browser asked ${host}`,
          );
    }
    case 'request_malformed':
      return found(
        'question-refused',
        `the gateway says that the question is malformed: the proxy does not say what it asks for, or asks at the path of another kind of proxy`,
      );
    default:
      return found(
        'open-door',
        `a browser is sent elsewhere by ${status}, and not to sign in (${quote(refused)})`,
      );
  }
}

/** A 403 that shows nothing of the gateway: what it says at its own path is all that is to be had. */
export async function refusedInSilence(seen: string, walk: Walk): Promise<Outcome> {
  const answer = await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM });
  const checked = checkedOf(answer);
  const page = `the page gets ${seen} before anybody has signed in`;
  if (codeOf(answer) === 'path_unknown') {
    return found('unknown-host', `${page}, and the gateway has no app at ${walk.page.host}`);
  }
  if (checked?.byTrustedProxy === false) {
    return found(
      'question-refused',
      `${page}, and ${CHECK_PATH} says that it is asked from an address that is none of gateway.trustedProxies`,
    );
  }
  // What these two answer where the gateway does not, unless they are told otherwise.
  return walk.proxy === 'envoy' || walk.proxy === 'apisix'
    ? found('gateway-down', `${page}, as this proxy answers where it gets no answer itself`)
    : found('question-refused', page);
}
