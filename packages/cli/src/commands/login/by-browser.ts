import { printable } from '@drawbridge/core';
import { isRenewable, refreshParameters } from '@drawbridge/login';
import { openReceiver, readPastedRedirect, signInByBrowser } from '@drawbridge/login/node';
import { tell } from '../../terminal.ts';
import { leaveSignedIn } from './leave-login.ts';
import { providerQuestion } from './provider-question.ts';
import type { Session } from './session.ts';
import { withOnlyRole, withRole } from './settle-role.ts';
import { showAddress, whyNoBrowser } from './show-way.ts';
import { type LeftBehind, pageOf, roleToChoosePage } from './tell-signed-in.ts';
import { tellCalledOff, untilCalledOff } from './until-called-off.ts';

/** Signs a person in by a browser of this machine, or of another that a person takes the address to. */
export async function byBrowser(session: Session, flow: 'code' | 'implicit'): Promise<LeftBehind> {
  const { options, login, provider, client, scope, http, log, context } = session;
  const { terminal } = context;
  const receiver = await openReceiver(login.redirect, log);
  const { redirectUri } = receiver;
  log.debug('waiting for the browser', { redirectUri });
  const headless = whyNoBrowser(terminal.env);
  const extra = {
    ...refreshParameters(providerQuestion(provider, isRenewable(flow))),
    ...login.request.extra,
  };
  const errand = {
    issuer: provider.issuer,
    clientId: client.clientId,
    isRegistered: session.registered !== undefined,
    redirectUri,
    ports: login.redirect.ports,
  };
  try {
    const goOn = await untilCalledOff(
      (signal) =>
        signInByBrowser<() => Promise<LeftBehind>>({
          provider,
          client,
          scope,
          flow,
          request: { ...login.request, extra },
          receiver,
          http,
          ...(session.goesOn && { goesOn: session.goesOn }),
          signal,
          show: (url) => showAddress(url, errand, headless, terminal),
          ...((headless !== undefined || options.paste === true) && {
            paste: (offer) =>
              readPastedRedirect(terminal.stdin, {
                ...offer,
                say: (sentences) => tell(terminal, printable(sentences)),
              }),
          }),
          async finish(signedIn, calledOff) {
            const { claims } = signedIn.token;
            const settled = await withOnlyRole(session, claims);
            if (settled === undefined) {
              const choose = async () => leaveSignedIn(await withRole(session, claims), signedIn);
              return { page: roleToChoosePage(claims), value: choose };
            }
            const left = await leaveSignedIn(settled, signedIn, calledOff);
            return { page: pageOf(left), value: () => Promise.resolve(left) };
          },
        }),
      () =>
        tellCalledOff(
          `If the browser showed an error, see that ${redirectUri} is registered for the client.`,
          terminal,
        ),
    );
    return await goOn();
  } finally {
    await receiver.close();
  }
}
