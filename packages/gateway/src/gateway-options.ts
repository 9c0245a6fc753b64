import type { Algorithm, Audit, Clock, KeyRing, Log, Metrics } from '@drawbridge/core';
import type { AccessRules } from '@drawbridge/rules';
import type { Bearer } from './bearer/create-bearer.ts';
import type { AccountPages, InspectorPages, LogoutPages, SignInPages } from './gateway-parts.ts';
import type { Answered } from './decision/report.ts';
import type { AskedBy } from './compatibility/oauth2-proxy/asked-by.ts';
import type { AppHosts } from './hosts/app-hosts.ts';
import type { AuthOrigin } from './hosts/auth-origin.ts';
import type { IdentityField } from './identity/identity-field.ts';
import type { Sessions } from './session/sessions.ts';

/** What a gateway is built of. */
export interface GatewayOptions {
  readonly auth: AuthOrigin;
  readonly hosts: AppHosts;
  /**
   * Addresses, or ranges of them in CIDR notation, of those whose questions are answered. Their word on a client's address
   * counts, in `X-Forwarded-For` alone: that is what they are told to write, and any other field comes from the client with the
   * question.
   */
  readonly trustedProxies: readonly string[];
  readonly access: Pick<AccessRules, 'decide'>;
  readonly sessions: Pick<Sessions, 'open'>;
  /** The most characters that the cookie of a session has. Default: the most that any has. */
  readonly longestCookie?: number;
  readonly identity: IdentityOptions;
  /** Default: `Authorization` is the app's own business. */
  readonly bearer?: Bearer;
  readonly signIn: SignInPages;
  readonly logout: LogoutPages;
  readonly account: AccountPages;
  /** Default: there is none. */
  readonly inspector?: InspectorPages | undefined;
  readonly compatibility?: CompatibilityOptions;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: silent. */
  readonly log?: Log;
  /** Where decisions about somebody are kept. Default: nowhere. */
  readonly audit?: Audit;
  /** Default: nothing is counted. */
  readonly metrics?: Metrics;
  /**
   * Told of every question and its verdict, once it is answered: who asked, with all claims, and the session, in which there may
   * be an ID token. Default: nobody is.
   */
  readonly onAnswered?: ((answered: Answered) => void) | undefined;
}

/** Other gateways whose place it takes: it answers at their addresses as well. */
interface CompatibilityOptions {
  /** Default: nothing below `/oauth2/` is answered. */
  readonly oauth2Proxy?:
    | {
        /** The proxy that asks, and by which fields it tells what for. */
        readonly askedBy: AskedBy;
        /** Whether `/oauth2/sign_in` is a page with a link, and does not lead on by itself. Default: true. */
        readonly signInPage?: boolean | undefined;
      }
    | undefined;
}

/** What apps are told of a person. */
export interface IdentityOptions {
  readonly fields: readonly IdentityField[];
  /** Signs `X-Drawbridge-Identity`. Default: there is no such field. */
  readonly keyRing?: KeyRing;
  /** Default: the key ring's. */
  readonly algorithm?: Algorithm;
}
