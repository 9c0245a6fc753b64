import type { Clock } from '@drawbridge/core';
import { inspect } from '../inspection/inspect.ts';
import type { Layer } from '../inspection/inspection.ts';

/**
 * The claims of the ID token that is kept with a session, and not its signature: so nobody can make a token of what is shown.
 * Tokens among its claims are masked, and not looked into.
 *
 * Its signature was verified before it was kept, and nobody but the gateway could change it since, so it is not verified anew:
 * the provider may have other keys by now.
 *
 * @returns one layer; none for what is no JWT
 */
export async function idTokenLayer(idToken: string, clock: Clock): Promise<readonly Layer[]> {
  const { layers } = await inspect(idToken, { clock });
  const [outer] = layers;
  if (outer?.claims === undefined || outer.signature === undefined) return [];
  return [
    {
      ...outer,
      title: 'The ID token',
      about:
        'By this the provider told who you are. The gateway keeps it, sealed, to name your session to the provider when you sign out. Its claims are shown, and not the token itself: what you see opens nothing. Many end soon, and the session goes on.',
      signature: {
        state: 'verified',
        algorithm: outer.signature.algorithm,
        why: 'By a key of its issuer, before it was kept. It has been sealed since.',
      },
      steps: [],
    },
  ];
}
