import type { GatewayFault } from './fault.ts';

/** The proxies whose lines are known: those of `drawbridge gateway snippet`. */
export type ProxyName =
  | 'nginx'
  | 'ingress-nginx'
  | 'traefik'
  | 'caddy'
  | 'haproxy'
  | 'envoy'
  | 'apisix';

/** The first thing that is wrong. `drawbridge doctor gateway --json` prints it as it is here. */
export interface Finding {
  readonly fault: GatewayFault;
  readonly title: string;
  /** What was seen, and why it is wrong: sentences. */
  readonly detail: string;
  readonly mend: {
    /** Not there where the proxy is not known: then there are no lines either, and `advice` says how to get them. */
    readonly proxy?: ProxyName;
    /** What to do, as a sentence. */
    readonly advice: string;
    /** Lines of the proxy's configuration, as they stand there. */
    readonly lines: readonly string[];
  };
}

/** One thing that was looked at, or could not be. */
export interface Look {
  /** What of, such as `cookies`. */
  readonly at: string;
  readonly state: 'good' | 'fault' | 'not looked at';
  /** What was seen; where it was not looked at, why not. */
  readonly seen: string;
}

/** What was found by one walk. It ends at the first fault: what comes after that is not looked at. */
export interface Examination {
  /** The page that was asked for. */
  readonly url: string;
  readonly proxy?: ProxyName;
  /** Where nobody said which proxy it is: what of an answer did, such as `Server: nginx`. That may be the app's. */
  readonly guessedBy?: string;
  readonly looks: readonly Look[];
  readonly finding?: Finding;
}
