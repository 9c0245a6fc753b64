import { afterEach, describe, expect, it } from 'vitest';
import type { Guard } from '../guard.ts';
import { stageGuard } from './guard.fixture.ts';
import { type RawRequest, sendAndLeave, sendRaw } from './send-raw.fixture.ts';

/**
 * An application of one framework, with these routes. All but `/open` answer `tell()` as JSON.
 *
 * - `GET /me` and `POST /me`: protected
 * - `GET /read`: protected as its application is, and once more with the scope `read`
 * - `GET /open`: not protected, and asks for the caller all the same; answers the code of what is thrown
 */
export interface StagedApplication {
  readonly port: number;
  /** Everything that was logged. */
  readonly log: () => string;
  close(): Promise<unknown>;
}

export interface ApplicationOptions {
  readonly guard: Guard;
  readonly maxHeaderSize: number | undefined;
}

/** What a handler tells of a request. */
export interface Told {
  readonly caller: string | null;
  /** Every place where the framework shows header fields. */
  readonly shown: unknown;
  readonly body: string;
}

/** How the framework shows fields that were sent twice. */
export type Doubled = 'apart' | 'joined';

const CHALLENGES = 'Bearer realm="a", DPoP algs="ES256"';

const as = (name: string) => `Authorization: Bearer secret-${name}`;

/** Holds an adapter to what every adapter promises, through a socket. */
export function describeAdapter(
  name: string,
  start: (options: ApplicationOptions) => Promise<StagedApplication>,
  doubled: Doubled = 'apart',
): void {
  describe(`${name}, through a socket`, () => {
    let running: StagedApplication | undefined;
    afterEach(async () => {
      await running?.close();
      running = undefined;
    });

    async function stage(
      options: { anonymous?: boolean; removesFields?: boolean } = {},
      size?: number,
    ) {
      const { guard, seen } = stageGuard({ ...options, anonymous: options.anonymous === true });
      const application = await start({ guard, maxHeaderSize: size });
      running = application;
      const send = (request: RawRequest) => sendRaw(application.port, request);
      const tell = async (request: RawRequest) => JSON.parse((await send(request)).body) as Told;
      return { application, seen, send, tell };
    }

    it('tells the handler who is calling', async () => {
      const { tell } = await stage();
      expect((await tell({ path: '/me', fields: [as('alice')] })).caller).toBe('alice');
    });

    it.each([
      ['nobody', '/me', [], 401, 'credentials_missing'],
      ['a caller without the scope', '/read', [as('bob')], 403, 'scope_insufficient'],
      ['anybody while the issuer is down', '/me', [as('down')], 502, 'upstream_unreachable'],
    ])('refuses %s with the whole reply', async (_, path, fields, status, code) => {
      const { send } = await stage();
      const answer = await send({ path, fields });
      expect(answer.status).toBe(status);
      // Fields of one name are one list (RFC 9110 section 5.3), however many lines they take.
      expect(answer.header('www-authenticate').join(', ')).toBe(CHALLENGES);
      expect(answer.header('retry-after')).toHaveLength(status === 502 ? 1 : 0);
      expect(answer.header('content-type')[0]).toMatch(/^application\/json/);
      expect(answer.body).toBe(`{"code":"${code}"}`);
    });

    it('sends no body to HEAD', async () => {
      const { send } = await stage();
      const answer = await send({ method: 'HEAD', path: '/me' });
      expect([answer.status, answer.body]).toEqual([401, '']);
      expect(answer.header('www-authenticate').join(', ')).toBe(CHALLENGES);
    });

    it('asks of a request that it let in for its requirements alone', async () => {
      const { tell, seen } = await stage();
      expect((await tell({ path: '/read', fields: [as('alice')] })).caller).toBe('alice');
      expect(seen).toHaveLength(1);
    });

    it('shows the guard a field that was sent twice as both of it, and refuses', async () => {
      const { send, seen } = await stage();
      const { status } = await send({ path: '/me', fields: [as('alice'), as('bob')] });
      expect(status).toBe(400);
      const values = seen[0]?.headers.flatMap(([field, value]) =>
        field.toLowerCase() === 'authorization' ? [value] : [],
      );
      const sent = ['Bearer secret-alice', 'Bearer secret-bob'];
      expect(values).toEqual(doubled === 'apart' ? sent : [sent.join(', ')]);
    });

    it('shows the guard the address of the connection, whatever a field says', async () => {
      const { send, seen } = await stage();
      await send({ path: '/me', fields: [as('alice'), 'X-Forwarded-For: 192.0.2.1'] });
      expect(seen[0]?.peer.address).toMatch(/127\.0\.0\.1$/);
    });

    it('leaves no token to the handler and the log', async () => {
      const { application, tell } = await stage();
      const fields = [as('alice'), 'X-ID-TOKEN: secret-id', 'x-id-token: secret-two', 'X-Kept: 1'];
      const told = await tell({ path: '/me', fields });
      expect(told.caller).toBe('alice');
      expect(JSON.stringify(told.shown)).toMatch(/x-kept/i);
      expect(JSON.stringify(told.shown)).not.toMatch(/secret-|authorization|x-id-token/i);
      expect(application.log()).not.toContain('secret-');
    });

    it('leaves no token to the log where it refuses', async () => {
      const { application, send } = await stage();
      await send({ path: '/read', fields: [as('bob'), 'X-ID-Token: secret-id'] });
      expect(application.log()).not.toContain('secret-');
    });

    it('leaves the fields where they are to be kept', async () => {
      const { tell } = await stage({ removesFields: false });
      const told = await tell({ path: '/me', fields: [as('alice')] });
      expect(JSON.stringify(told.shown)).toContain('secret-alice');
    });

    it('lets nobody in where that is allowed, but not past requirements', async () => {
      const { send, tell } = await stage({ anonymous: true });
      expect((await tell({ path: '/me' })).caller).toBeNull();
      expect((await send({ path: '/read' })).status).toBe(401);
    });

    it('passes the body on', async () => {
      const { tell } = await stage();
      const body = 'x'.repeat(50_000);
      const told = await tell({ method: 'POST', path: '/me', fields: [as('alice')], body });
      expect([told.caller, told.body.length]).toEqual(['alice', 50_000]);
    });

    it('says so where nobody protected the route', async () => {
      const { send } = await stage();
      expect((await send({ path: '/open', fields: [as('alice')] })).body).toContain('internal');
    });

    it('never mixes up callers', async () => {
      const { tell } = await stage();
      const names = Array.from({ length: 200 }, (_, index) => (index % 2 ? 'alice' : 'bob'));
      const told = await Promise.all(
        names.map((caller) => tell({ path: '/me', fields: [as(caller)] })),
      );
      expect(told.map(({ caller }) => caller)).toEqual(names);
    });

    it('goes on after a caller who left', async () => {
      const { application, tell } = await stage();
      for (let left = 0; left < 5; left++) {
        await sendAndLeave(application.port, '/me', 'secret-bob');
      }
      expect((await tell({ path: '/me', fields: [as('alice')] })).caller).toBe('alice');
      expect(application.log()).not.toContain('secret-');
    });

    it('takes 64 KiB of header where the server does, and leaves the refusal to it elsewhere', async () => {
      const fields = [as('alice'), `X-ID-Token: ${'x'.repeat(60_000)}`];
      const { tell } = await stage({}, 128 * 1024);
      expect((await tell({ path: '/me', fields })).caller).toBe('alice');
      await running?.close();
      const { send } = await stage();
      expect((await send({ path: '/me', fields })).status).toBe(431);
    });
  });
}
