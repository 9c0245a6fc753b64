import { signInByDevice } from '@drawbridge/login/node';
import type { DeviceCode } from '@drawbridge/oauth';
import { leaveSignedIn } from './leave-login.ts';
import type { Session } from './session.ts';
import { withRole } from './settle-role.ts';
import { showDeviceCode } from './show-way.ts';
import type { LeftBehind } from './tell-signed-in.ts';
import { tellCalledOff, untilCalledOff } from './until-called-off.ts';

/** Signs a person in by a code that is entered in a browser anywhere. */
export function byDevice(session: Session): Promise<LeftBehind> {
  const { provider, client, scope, http, context } = session;
  const { terminal } = context;
  return untilCalledOff(
    async (signal) => {
      const show = (code: DeviceCode) => showDeviceCode(code, terminal);
      const signedIn = await signInByDevice({ provider, client, scope, http, show, signal });
      return leaveSignedIn(await withRole(session, signedIn.token.claims), signedIn);
    },
    () => tellCalledOff('The code is worth nothing any more once its time is over.', terminal),
  );
}
