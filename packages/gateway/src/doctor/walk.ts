import { type HeaderField, toDrawbridgeError } from '@drawbridge/core';
import { CHECK_TYPE } from '../check/checked-question.ts';
import type { ProxyName } from './examination.ts';
import type { GatewayFault } from './fault.ts';
import type { Section } from './sections.ts';
import type { Answer, Send } from './send.ts';
import type { Target } from './target.ts';

/** One request of a walk. */
interface Ask {
  /** Default: that of the page. */
  readonly origin?: string;
  /** Default: that of the page. */
  readonly target?: string;
  /** What the field Host says. Default: that of the origin. */
  readonly host?: string;
  readonly method?: string;
  readonly fields?: readonly HeaderField[];
  readonly body?: string;
}

/** What a walk knows, and what its steps have found. */
export interface Walk {
  page: Target;
  /** As it was said, or is guessed. */
  proxy: ProxyName | undefined;
  /** Value of the Cookie field of who is signed in. */
  readonly session: string | undefined;
  /** A path of the app that answers with the fields that it received. */
  readonly echo: string | undefined;
  /** Whether a rule lets anybody see the page. */
  isPublic: boolean;
  /** The origin of `gateway.url`. */
  authOrigin?: string;
  /** Characters of the longest cookie of a session. */
  longestCookie?: number;
  /** Why nothing more can be looked at. */
  end?: string;
  /** Where the page sends who is not signed in; not there where it does not. */
  login?: URL;
  /** The registered suffix under which anybody can have a name, where a name is one. */
  readonly isPublicSuffix: (domain: string) => Promise<boolean>;
  /** Asks the app host, by GET. An answer that did not come has the status 0. */
  ask(request?: Ask): Promise<Answer>;
}

/** What one step came to. `seen` is a sentence without its full stop. */
export type Outcome =
  | { readonly state: 'good' | 'not looked at'; readonly seen: string }
  | {
      readonly state: 'fault';
      readonly fault: GatewayFault;
      readonly seen: string;
      /** Whose lines are to be as they are printed. Default: those of the fault. */
      readonly section?: Section;
    };

export const good = (seen: string): Outcome => ({ state: 'good', seen });
export const unseen = (seen: string): Outcome => ({ state: 'not looked at', seen });
export const found = (fault: GatewayFault, seen: string, section?: Section): Outcome => ({
  state: 'fault',
  fault,
  seen,
  ...(section !== undefined && { section }),
});

/** One thing that is looked at. */
export interface Step {
  readonly at: string;
  readonly look: (walk: Walk) => Promise<Outcome>;
}

/** As a browser asks for a page, and known to the gateway as one that looks. */
export const AS_BROWSER: readonly HeaderField[] = [
  ['Accept', `text/html,application/xhtml+xml,${CHECK_TYPE},*/*;q=0.8`],
  ['Sec-Fetch-Dest', 'document'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Site', 'none'],
];

/** As a program asks. */
export const AS_PROGRAM: readonly HeaderField[] = [['Accept', `application/json, ${CHECK_TYPE}`]];

/** Sends the requests of a walk; what is thrown becomes an answer that did not come. */
export function createAsk(send: Send, pageOf: () => Target): Walk['ask'] {
  return async ({ origin, target, host, method = 'GET', fields = [], body } = {}) => {
    const page = pageOf();
    try {
      return await send({
        method,
        origin: origin ?? page.origin,
        target: target ?? page.target,
        fields,
        ...(host !== undefined && { host }),
        ...(body !== undefined && { body }),
      });
    } catch (thrown) {
      return { status: 0, fields: [], text: '', failure: toDrawbridgeError(thrown) };
    }
  };
}
