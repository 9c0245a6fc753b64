import { CHECK_PATH } from '../check/check-reply.ts';
import { checkedOf, codeOf, describeAnswer, loginOf, refusedOf } from './read-answer.ts';
import type { Answer } from './send.ts';
import { endAtOauth2Proxy, leadsToOauth2Proxy } from './stand-in.ts';
import { AS_BROWSER, AS_PROGRAM, found, type Outcome, unseen, type Walk } from './walk.ts';

/** An answer that nothing of the gateway is in: it is of the app, or of a proxy whose question failed. */
export async function judgeUnasked(answer: Answer, walk: Walk): Promise<Outcome> {
  const { origin, target } = walk.page;
  const seen = describeAnswer(answer);
  // No path is so written, and the gateway refuses it before it looks at a rule.
  const path = target.replace(/[?#].*$/s, '');
  const probe = await walk.ask({ target: `${path}%FF`, fields: AS_BROWSER });
  if (leadsToOauth2Proxy(probe, origin)) return endAtOauth2Proxy(walk);
  if (isAsked(probe, origin)) {
    // Lines for this path alone, or for how it ends, do not hold for the other: for this one they do, once it is resolved.
    const same = await walk.ask({ target: `/%FF/..${path}`, fields: AS_BROWSER });
    const isOpen = same.status >= 200 && same.status < 300 && !isAsked(same, origin);
    if (isOpen && !walk.isPublic) return openDoor(seen);
    walk.isPublic = true;
    return unseen(`the gateway is asked, and lets anybody see this page (${seen})${ANOTHER}`);
  }
  // A proxy whose question fails lets nothing by: where only the page fails, it is the app that does.
  const isFailed = answer.status >= 500 && (probe.status === 0 || probe.status >= 500);
  if (isFailed) return judgeFailed(seen, walk);
  if (walk.isPublic) return unseen(`this page is said to be open to all (${seen})${ANOTHER}`);
  return openDoor(seen);
}

/** ingress-nginx sends to sign in whatever the gateway refuses. */
function isAsked(probe: Answer, origin: string): boolean {
  return (
    codeOf(probe) === 'request_malformed' ||
    refusedOf(probe, origin) === 'request_malformed' ||
    loginOf(probe, origin) !== undefined
  );
}

function openDoor(seen: string): Outcome {
  return found(
    'open-door',
    `a browser without a session gets ${seen}, and nothing shows that the gateway was asked`,
  );
}

const ANOTHER = ': give the address of one that wants a sign-in to see more';

async function judgeFailed(seen: string, walk: Walk): Promise<Outcome> {
  const checked = checkedOf(await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM }));
  const page = `the page gets ${seen}`;
  if (checked === undefined) {
    return found(
      'gateway-down',
      `${page}, and ${CHECK_PATH} of this host does not reach the gateway either`,
    );
  }
  if (walk.isPublic) {
    return unseen(
      `${page}, and is said to be open to all: it is the app that fails, or the question about it${ANOTHER}`,
    );
  }
  return found(
    'gateway-down',
    `${page}, though ${CHECK_PATH} of this host reaches the gateway: the question is asked at another address or path, or it is the app that fails, and nobody asks about it`,
  );
}
