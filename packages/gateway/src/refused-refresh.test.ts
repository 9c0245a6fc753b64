import { replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { ASKED } from './dialects/asked.fixture.ts';
import { fieldsOf, HOST, HTML, setUpGateway } from './gateway.fixture.ts';
import { createWorld } from './session/sessions.fixture.ts';

/** A gateway with a session in the store whose tokens have ended, and whose provider answers their renewal like this. */
async function setUp(error: string) {
  const world = await createWorld();
  const sessions = world.inStore({ refresh: () => world.provider });
  const cookie = await sessions.cookieFor(await sessions.begin(await world.signedIn()), HOST);
  world.clock.advance(301);
  world.issuer.answer('token', { status: 401, body: { error } });
  const { gateway, log, records } = await setUpGateway({ sessions, clock: world.clock });
  const fields = [['cookie', `__Host-drawbridge=${cookie}`]] as const;
  return { gateway, log, records, fields, close: () => sessions.close() };
}

describe.each(['invalid_client', 'unauthorized_client', 'invalid_scope', 'invalid_request'])(
  'a session whose provider refuses to renew it with %s',
  (error) => {
    it.each(Object.keys(ASKED))(
      'is unavailable for now to %s, and no bad token',
      async (dialect) => {
        const { gateway, fields, log, records, close } = await setUp(error);
        for (const accepted of [[], [HTML]]) {
          const call = ASKED[dialect]?.({ fields: [...fields, ...accepted] });
          const reply = await gateway.handle(call ?? expect.unreachable());
          expect(reply.status).toBe(503);
          expect(Number(fieldsOf(reply)['retry-after'])).toBeGreaterThan(0);
          expect(fieldsOf(reply)).not.toHaveProperty('www-authenticate');
          if (call?.method !== 'HEAD') expect(replyText(reply)).toContain('token_endpoint_invalid');
        }
        const told = log.entries.filter(({ event }) => event === 'request not decided');
        expect(told).toMatchObject([{ level: 'warn' }, { level: 'warn' }]);
        expect(told[0]?.fields?.['detail']).toContain(error);
        expect(records).toEqual([]);
        await close();
      },
    );
  },
);
