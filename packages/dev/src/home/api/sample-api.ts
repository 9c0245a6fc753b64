import {
  type Call,
  decodeToken,
  type DrawbridgeError,
  headerValues,
  type Reply,
  type Service,
  toDrawbridgeError,
} from '@drawbridge/core';
import { type Caller, createGuard, scopes } from '@drawbridge/guard';
import type { HomeFacts } from '@drawbridge/pages';
import { showClaims } from '../compare-claims.ts';
import type { Decisions } from '../decisions.ts';
import type { Surroundings } from '../surroundings.ts';

/** What the API asks of its callers. */
export const SCOPE = 'read';

/**
 * A small API that is protected by a guard, and tells what that decided.
 *
 * @param url - its own address, which is the audience of its tokens
 */
export function sampleApi(url: string, surroundings: Surroundings): Service {
  const { provider, runtime, witness, decisions } = surroundings;
  const { clock, engine, http } = runtime;
  const guard = createGuard({
    issuer: provider.issuer,
    audience: url,
    fetch: http.fetchDocument,
    log: witness.log,
    clock,
    engine,
  });
  const needed = scopes(SCOPE);
  const rule = {
    name: `needs the scope ${SCOPE}`,
    text: `when  iss = "${provider.issuer}"\nand   aud = "${url}"\nand   scope has "${SCOPE}"`,
  };

  return {
    async handle(call) {
      try {
        const caller = await guard.identify(call, needed);
        tellAllowed(decisions, call, caller, rule);
        return answer(caller);
      } catch (thrown) {
        const reply = guard.refuse(thrown);
        tellRefused(decisions, call, toDrawbridgeError(thrown), reply);
        return reply;
      }
    },
    close: () => Promise.resolve(),
  };
}

function answer({ subject, clientId, scopes: granted }: Caller): Reply {
  return {
    status: 200,
    headers: [['content-type', 'application/json']],
    body: `${JSON.stringify({ subject, client: clientId, scopes: granted })}\n`,
  };
}

function tellAllowed(
  decisions: Decisions,
  call: Call,
  caller: Caller,
  rule: { readonly name: string; readonly text: string },
): void {
  const { clientId = 'somebody', access } = caller;
  decisions.add({
    part: 'guard',
    outcome: 'allowed',
    verdict: 'Let in',
    title: `The API answered ${clientId}.`,
    rule,
    before: sent(call),
    after: { title: 'The API knows of its caller', claims: showClaims(access.claims) },
  });
}

function tellRefused(decisions: Decisions, call: Call, fault: DrawbridgeError, reply: Reply): void {
  const challenge = reply.headers.find(([name]) => name.toLowerCase() === 'www-authenticate')?.[1];
  decisions.add({
    part: 'guard',
    outcome: 'refused',
    verdict: `Refused with ${reply.status}`,
    title: 'The API answered nobody.',
    code: fault.code,
    why: fault.message,
    before: sent(call),
    after: {
      title: 'The caller is told',
      claims: [
        { name: 'status', value: String(reply.status) },
        { name: 'WWW-Authenticate', value: challenge ?? 'nothing' },
      ],
    },
  });
}

/** What a call brought: of a token what it says, whether or not that is true. */
function sent(call: Call): HomeFacts {
  const title = 'The request brings';
  const [authorization] = headerValues(call, 'authorization');
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    return { title, claims: [{ name: 'Authorization', value: 'nothing' }] };
  }
  const says = saidBy(token);
  return {
    title,
    claims: [{ name: 'Authorization', value: 'Bearer, and a token' }],
    ...(says && { more: { title: 'What the token says', claims: says } }),
  };
}

function saidBy(token: string) {
  try {
    return showClaims(decodeToken(token).claims);
  } catch {
    return undefined;
  }
}
