import { createStepList } from './step-list.ts';
import type { Examination, Finding, Look, ProxyName } from './examination.ts';
import { GATEWAY_FAULTS } from './fault.ts';
import { type Guess, guessProxy } from './guess-proxy.ts';
import { mend } from './mend.ts';
import type { Send } from './send.ts';
import type { Target } from './target.ts';
import { createAsk, type Outcome, unseen, type Walk } from './walk.ts';

/** How a proxy is looked at. */
export interface ExamineGatewayOptions {
  /** A page of an app. */
  readonly page: Target;
  readonly send: Send;
  /** Others of that app, with their query: that they are no open doors. Default: none is looked at. */
  readonly paths?: readonly string[] | undefined;
  /** Default: it is guessed by what answers say. */
  readonly proxy?: ProxyName | undefined;
  /** A path of the app that answers with the fields that it received. Default: those are not looked at. */
  readonly echo?: string | undefined;
  /** The value of the Cookie field of who is signed in: a secret. */
  readonly session?: string | undefined;
  /** Whether a rule lets anybody see the page. Default: it wants a sign-in. */
  readonly isPublic?: boolean | undefined;
  /** The fields that say who somebody is. */
  readonly fields: readonly string[];
  /** Whether anybody can have a name below a domain. */
  readonly isPublicSuffix: (domain: string) => Promise<boolean>;
}

/**
 * Walks the way of a browser through a proxy, from outside, to the first fault. Nobody signs in; what is begun of a sign-in
 * ends by itself.
 */
export async function examineGateway(options: ExamineGatewayOptions): Promise<Examination> {
  const { echo, session, isPublicSuffix } = options;
  let guess: Guess | undefined;
  const walk: Walk = {
    page: options.page,
    proxy: options.proxy,
    echo,
    session,
    isPublic: options.isPublic === true,
    isPublicSuffix,
    ask: createAsk(
      async (request) => {
        const answer = await options.send(request);
        if (walk.proxy === undefined) {
          guess = guessProxy(answer);
          walk.proxy = guess?.proxy;
        }
        return answer;
      },
      () => walk.page,
    ),
  };
  const looks: Look[] = [];
  let finding: Finding | undefined;
  for (const { at, look } of createStepList(options.fields, options.paths ?? [])) {
    const end = finding === undefined ? walk.end : 'a fault was found before';
    const outcome: Outcome = end === undefined ? await look(walk) : unseen(end);
    looks.push({ at, state: outcome.state, seen: outcome.seen });
    if (outcome.state === 'fault') finding = toFinding(outcome, walk, options.fields);
  }
  const { page, proxy } = walk;
  return {
    url: `${page.origin}${page.target}`,
    ...(proxy !== undefined && { proxy }),
    ...(guess !== undefined && { guessedBy: guess.by }),
    looks,
    ...(finding !== undefined && { finding }),
  };
}

function toFinding(
  { fault, seen, section }: Extract<Outcome, { state: 'fault' }>,
  { page, proxy, authOrigin }: Walk,
  fields: readonly string[],
): Finding {
  const { title, why } = GATEWAY_FAULTS[fault];
  const settings = {
    // Where the proxy reaches them is not to be seen from outside. An Ingress leads to services alone.
    ...(proxy === 'ingress-nginx'
      ? { gateway: 'drawbridge.auth.svc:9090', upstream: 'app.default.svc:3000' }
      : { gateway: '127.0.0.1:9090', upstream: '127.0.0.1:3000' }),
    authHost: authOrigin === undefined ? 'auth.example.com' : new URL(authOrigin).host,
    app: page.host,
    fields,
  };
  return {
    fault,
    title,
    detail: `${sentence(seen)}. ${why}`,
    mend: mend(fault, proxy, settings, section),
  };
}

/** With a capital letter in front, but for an address. */
function sentence(text: string): string {
  return /^(?:https?:|\/)/.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
