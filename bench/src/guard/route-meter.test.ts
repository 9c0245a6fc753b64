import { describe, expect, it } from 'vitest';
import { tampered, tokensToVerify } from '../verify/tokens.ts';
import { requireSameRoutes, type RouteAnswer, type RouteMeter } from './route-meter.ts';
import type { Side } from './sides.ts';

const [TOKEN = ''] = (await tokensToVerify('ES256', 1)).tokens;
const SERVED: RouteAnswer = { status: 200, type: 'application/json', body: '{"hello":"world"}' };
const REFUSED: RouteAnswer = { status: 401, type: null, body: '' };

/** A route without a server. @param answer - to a token, or to none */
function route(side: Side, answer: (token: string | undefined) => RouteAnswer): RouteMeter {
  const unused = () => Promise.reject(new Error('nothing is measured here'));
  return {
    side,
    ask: async (token) => answer(token),
    warmUp: unused,
    measure: unused,
    stop: unused,
  };
}

const guarded = route('guarded', (token) => (token === TOKEN ? SERVED : REFUSED));
const unguarded = route('unguarded', () => SERVED);

describe('requireSameRoutes', () => {
  it('takes guarded routes, and one that is not for what it is called', async () => {
    const peer = { ...guarded, side: 'fast-jwt' } as const;
    await expect(requireSameRoutes([guarded, peer], TOKEN)).resolves.toBeUndefined();
    await expect(requireSameRoutes([guarded, unguarded], TOKEN)).resolves.toBeUndefined();
  });

  it.each([
    ['body', { ...SERVED, body: '{"hello":"you"}' }],
    ['type', { ...SERVED, type: 'text/plain' }],
  ])('takes no two that answer with another %s', async (_what, answer) => {
    const other = route('unguarded', () => answer);
    await expect(requireSameRoutes([guarded, other], TOKEN)).rejects.toThrow(
      'is not the same answer as',
    );
  });

  it.each<[string, (token: string | undefined) => RouteAnswer, string]>([
    [
      'takes a token that was tampered with',
      (token) => (token === TOKEN || token === tampered(TOKEN) ? SERVED : REFUSED),
      'a token was answered with 200, not 401',
    ],
    [
      'lets in who has no token',
      (token) => (token === tampered(TOKEN) ? REFUSED : SERVED),
      'no token was answered with 200, not 401',
    ],
    ['refuses a good token', () => REFUSED, 'a token was answered with 401, not 200'],
  ])('takes no guarded one that %s', async (_what, answer, fault) => {
    const bad = route('guarded-forgetful', answer);
    for (const sides of [[bad, unguarded] as const, [guarded, bad] as const]) {
      await expect(requireSameRoutes(sides, TOKEN)).rejects.toThrow(`guarded-forgetful: ${fault}`);
    }
  });

  it('takes none for unguarded that asks for a token', async () => {
    const closed = { ...guarded, side: 'unguarded' } as const;
    await expect(requireSameRoutes([guarded, closed], TOKEN)).rejects.toThrow(
      'unguarded: no token was answered with 401, not 200',
    );
  });
});
