import type { Call, Reply } from '@drawbridge/core';
import { atAuthHost } from './at-auth-host.ts';
import { createBackChannel } from './back-channel.ts';
import { fromApp } from './from-app.ts';
import { frontChannel } from './front-channel.ts';
import type { LogoutContext } from './logout-context.ts';
import { signedOut } from './signed-out.ts';

/** All ways in which a session ends before its time, each for the path that is named. */
export interface Logout {
  /** `GET` and `POST APP/.drawbridge/logout`. @param host - the app host, as the list of app hosts has it */
  fromApp(call: Call, host: string): Promise<Reply>;
  /** `GET` and `POST AUTH/logout`. */
  atAuthHost(call: Call): Promise<Reply>;
  /** `GET AUTH/signed-out`: the `post_logout_redirect_uri` to register with the provider. */
  signedOut(call: Call): Promise<Reply>;
  /** `POST AUTH/backchannel-logout`. */
  backChannel(call: Call): Promise<Reply>;
  /** `GET AUTH/frontchannel-logout`. */
  frontChannel(call: Call): Promise<Reply>;
}

/** Makes {@link Logout}. */
export function createLogout(context: LogoutContext): Logout {
  return {
    fromApp: (call, host) => fromApp(context, call, host),
    atAuthHost: (call) => atAuthHost(context, call),
    signedOut: (call) => signedOut(context, call),
    backChannel: createBackChannel(context),
    frontChannel: (call) => frontChannel(context, call),
  };
}
