import { discoveryUrlOf, DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import { openReceiver, signInByBrowser } from '@drawbridge/login/node';
import { discoverProvider } from '@drawbridge/oauth';
import { signedInPage } from '@drawbridge/pages';
import { showClaims } from '../compare-claims.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Leads, Tryable } from '../tryable.ts';

const CLIENT = 'sample-command';
const SCOPE = 'openid email profile';

/** The login on the home page: what `drawbridge login` does, begun by a button in the place of a command. */
export function loginPart(surroundings: Omit<Surroundings, 'port'>): Tryable {
  const { provider, runtime, witness, decisions, later } = surroundings;
  const { http } = runtime;
  const { log } = witness;
  provider.addClient({ id: CLIENT, redirectUris: ['http://127.0.0.1/callback'] });
  const profile = 'try-out';

  let stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const end = (detail: string) => {
    stop.abort(new DrawbridgeError('sign_in_unavailable', { detail }));
    return running;
  };
  later(() => end('the try-out system ends'));

  /** Signs in, and says at once where the browser is to go. */
  async function signIn(show: (url: string) => void, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const receiver = await openReceiver({ ports: [0] }, log);
    try {
      const { issuer } = provider;
      const claims = await signInByBrowser({
        provider: await discoverProvider({ issuer, fetchDocument: http.fetchDocument }),
        client: { method: 'none', clientId: CLIENT },
        scope: SCOPE,
        receiver,
        http,
        show: async (url) => show(url),
        finish: async ({ token }) => {
          const who = String(token.claim('email') ?? token.claim('sub'));
          return { page: signedInPage({ who, issuer }), value: token.claims };
        },
        signal,
      });
      decisions.add({
        part: 'login',
        outcome: 'allowed',
        verdict: 'Signed in',
        title: `${String(claims['email'])} signed in, and this machine has an ID token now.`,
        before: {
          title: 'Asked for',
          claims: [
            { name: 'client_id', value: CLIENT },
            { name: 'scope', value: SCOPE },
            { name: 'comes back to', value: receiver.redirectUri },
          ],
        },
        after: { title: 'The ID token says', claims: showClaims(claims) },
      });
    } finally {
      await receiver.close();
    }
  }

  function begin(): Promise<Leads> {
    // Who begins again has given up what was begun before.
    const before = end('another sign-in was begun');
    // In the same turn: whoever begins again, or ends all, finds this one.
    stop = new AbortController();
    const { signal } = stop;
    let isShown = false;
    return new Promise((resolve, reject) => {
      const show = (to: string) => {
        isShown = true;
        resolve({ to });
      };
      running = before
        .then(() => signIn(show, signal))
        .catch((thrown: unknown) => {
          const fault = toDrawbridgeError(thrown);
          if (!isShown) reject(fault);
          else if (!signal.aborted) tellNobody(fault);
        });
    });
  }

  function tellNobody({ code, message: why }: DrawbridgeError): void {
    decisions.add({
      part: 'login',
      outcome: 'refused',
      verdict: 'Not signed in',
      title: 'Nobody signed in.',
      code,
      why,
    });
  }

  return {
    shown: {
      id: 'login',
      name: 'Login',
      does: 'A person who works in a terminal signs in with a browser, and the command line has short-lived credentials of a cloud for it, renewed by themselves. No cloud is here, so this sign-in ends with the ID token.',
      addresses: [
        { label: 'signs in at', url: discoveryUrlOf(provider.issuer), shown: provider.issuer },
      ],
      buttons: [{ action: '/try/login/begin', label: 'Sign in with the browser', leads: true }],
      commands: [
        {
          label: 'The same from your terminal',
          text: `npx drawbridge login --profile ${profile} --issuer ${provider.issuer} --client-id ${CLIENT} --no-write`,
        },
      ],
    },
    tries: { '/try/login/begin': begin },
  };
}
