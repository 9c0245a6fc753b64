import { encodeUtf8, parseJsonObject, quote } from '@drawbridge/core';
import { CHECK_PATH } from '../check/check-reply.ts';
import { HOST_HINT } from '../hosts/hosts-of-call.ts';
import { checkedOf, codeOf, describeAnswer, loginOf } from './read-answer.ts';
import type { Answer } from './send.ts';
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

/** The gateway's own paths on the host of the app. */
export const askGateway: Step = { at: 'the paths below /.drawbridge/', look };

async function look(walk: Walk): Promise<Outcome> {
  const answer = await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM });
  const checked = checkedOf(answer);
  const { host } = walk.page;
  if (checked === undefined) return lost(answer, walk);
  if (checked.host !== host) {
    return found(
      'wrong-host',
      `${CHECK_PATH} reaches the gateway, which is told the host ${quote(checked.host)}`,
      'own',
    );
  }
  walk.longestCookie = checked.longestCookie;
  return good(
    `they reach the gateway${checked.byTrustedProxy ? '' : ', from an address that is none of gateway.trustedProxies'}`,
  );
}

async function lost(answer: Answer, walk: Walk): Promise<Outcome> {
  const seen = `${CHECK_PATH} gets ${describeAnswer(answer)}`;
  const code = codeOf(answer);
  if (code === 'request_forbidden') {
    return found(
      'wrong-scheme',
      `${seen}: it is told another scheme than that of gateway.url`,
      'own',
    );
  }
  if (code === 'path_unknown') {
    if (!saysHost(answer)) {
      return found('callback-route', `${seen}: it is reached, and by another path`);
    }
    return found(
      walk.login === undefined ? 'unknown-host' : 'wrong-host',
      `${seen}: it is reached, and has no app of the host that it is told`,
      'own',
    );
  }
  const page = await walk.ask({ target: CHECK_PATH, fields: AS_BROWSER });
  if (loginOf(page, walk.page.origin) !== undefined || answer.status === 401) {
    return found('callback-guarded', `${seen}, and a browser gets ${describeAnswer(page)}`);
  }
  return found('callback-route', `${seen}, and not what the gateway says there`);
}

function saysHost({ text }: Answer): boolean {
  const description = parseJsonObject(encodeUtf8(text))?.['error_description'];
  return typeof description === 'string' && description.includes(HOST_HINT.slice(0, 40));
}

/** The address of the client, by which rules about networks decide. */
export const askAddress: Step = { at: 'the address of the client', look: lookAtAddress };

/** Of a range for documentation (RFC 5737): nobody has it. */
const SPOOFED = '203.0.113.77';

async function lookAtAddress(walk: Walk): Promise<Outcome> {
  const plain = checkedOf(await walk.ask({ target: CHECK_PATH, fields: AS_PROGRAM }));
  if (plain === undefined) return unseen('the gateway does not say');
  // Whose own address is that of a proxy is rightly believed.
  if (plain.address === null) {
    return unseen('the proxy tells none, or this machine has the address of a trusted proxy');
  }
  const fields = [...AS_PROGRAM, ['X-Forwarded-For', SPOOFED] as const];
  const spoofed = checkedOf(await walk.ask({ target: CHECK_PATH, fields }));
  return spoofed?.address === SPOOFED
    ? found(
        'forwarded-trusted',
        `with "X-Forwarded-For: ${SPOOFED}" of the client the gateway takes that for its address, and rules about networks let it in`,
      )
    : good(`it is ${quote(plain.address)}, whatever the client says`);
}
