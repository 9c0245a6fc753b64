import type { Call, Reply } from '@drawbridge/core';

/** What a browser is answered at a path of the auth host. */
type AtAuthHost = (call: Call) => Promise<Reply>;

/** What a browser is answered at a path below `/.drawbridge/` of an app host, or of the auth host, which signs people in to its own page. */
export type AtAppHost = (call: Call, host: string) => Promise<Reply>;

/** The ways of a sign-in. */
export interface SignInPages {
  /** Where a browser that is not signed in to an app begins. */
  readonly begin: AtAppHost;
  readonly enter: AtAuthHost;
  /** Where a provider sends it back to, at each of these paths of the auth host. */
  readonly callback: AtAuthHost;
  readonly callbackPaths: readonly string[];
  /** Where the auth host hands it over to an app. */
  readonly takeOver: AtAppHost;
}

/** The ways of a logout. */
export interface LogoutPages {
  readonly fromApp: AtAppHost;
  readonly atAuthHost: AtAuthHost;
  readonly signedOut: AtAuthHost;
  readonly backChannel: AtAuthHost;
  readonly frontChannel: AtAuthHost;
}

/** The page on the auth host that says what a session is made of: by GET, and by its button. */
export interface InspectorPages {
  readonly show: AtAuthHost;
  readonly reveal: AtAuthHost;
}

/** The page of a person on the auth host. */
export interface AccountPages {
  readonly show: AtAuthHost;
  readonly act: AtAuthHost;
}
