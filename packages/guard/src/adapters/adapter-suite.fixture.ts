import { apisixHeaders } from '@drawbridge/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { Guard } from '../guard.ts';
import type { GuardSettings } from '../options/guard-options.ts';
import { challengingTwice, stageGuard } from './guard.fixture.ts';
import { expectNoSecrets, secretsIn } from './secrets.fixture.ts';
import {
  type RawRequest,
  sendAndLeave,
  sendInTurn,
  sendPipelined,
  sendRaw,
} from './send-raw.fixture.ts';

/**
 * An application of one framework, with these routes. All but `/open` answer `tell()` as JSON.
 *
 * - `GET /me` and `POST /me`: protected
 * - `GET /read`: protected as its application is, and once more with the scope `read`
 * - `GET /open`: not protected, and asks for the caller all the same; answers the code of what is thrown
 *
 * It logs as much as its framework can, and after the guard also the header fields.
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

/** All that APISIX can send. */
const EVERYTHING = { set_raw_id_token_header: true, set_refresh_token_header: true };

const valuesOf = (fields: readonly string[]) => fields.map((line) => line.replace(/^.*?: /, ''));

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
      settings: GuardSettings = {},
      size?: number,
      change = (guard: Guard) => guard,
    ) {
      const { guard, issuer, seen, log } = await stageGuard(settings);
      const application = await start({ guard: change(guard), maxHeaderSize: size });
      running = application;
      const { port } = application;
      const send = (request: RawRequest) => sendRaw(port, request);
      const tell = async (request: RawRequest) => JSON.parse((await send(request)).body) as Told;
      /** Alice may read. */
      const as = async (sub: string) => {
        const scope = sub === 'alice' ? 'openid read' : 'openid';
        const { authorization } = await issuer.bearer({ sub }, { scope });
        return `Authorization: ${authorization}`;
      };
      const behindApisix = async (sub: string, userinfo: object = { sub }) => {
        const headers = await apisixHeaders(issuer, { sub }, { settings: EVERYTHING, userinfo });
        return Object.entries(headers).map(([field, value]) => `${field}: ${value}`);
      };
      const logged = () => application.log() + log();
      return { port, issuer, seen, send, tell, as, behindApisix, logged };
    }

    it('tells the handler who is calling', async () => {
      const { tell, as, behindApisix } = await stage();
      expect((await tell({ path: '/me', fields: [await as('alice')] })).caller).toBe('alice');
      expect((await tell({ path: '/me', fields: await behindApisix('bob') })).caller).toBe('bob');
    });

    it.each([
      ['nobody', '/me', '', 401, 'credentials_missing', /^Bearer resource_metadata="[^"]+"$/],
      ['a token of no issuer', '/me', 'other', 401, 'issuer_unknown', /error="invalid_token"/],
      ['a caller without the scope', '/read', 'bob', 403, 'scope_insufficient', /scope="read"/],
    ])('refuses %s with the whole reply', async (_, path, caller, status, code, challenge) => {
      const { send, as, issuer } = await stage();
      const foreign = `Authorization: Bearer ${await issuer.issueAccess({ iss: 'https://other.test' })}`;
      const token = caller === 'other' ? foreign : await as(caller);
      const answer = await send({ path, fields: caller === '' ? [] : [token] });
      expect(answer.status).toBe(status);
      expect(answer.header('www-authenticate')).toEqual([expect.stringMatching(challenge)]);
      expect(answer.header('cache-control')).toEqual(['no-store']);
      expect(answer.header('content-type')[0]).toMatch(/^application\/json/);
      expect(JSON.parse(answer.body)).toMatchObject({ code });
    });

    it('says when to come back while the issuer is away', async () => {
      const { send, as, issuer } = await stage();
      issuer.goDown();
      const answer = await send({ path: '/me', fields: [await as('alice')] });
      expect([answer.status, answer.header('www-authenticate')]).toEqual([503, []]);
      expect(answer.header('retry-after')).toEqual([expect.stringMatching(/^\d+$/)]);
    });

    it('sends each of several fields of one name', async () => {
      const { send } = await stage({}, undefined, challengingTwice);
      const answer = await send({ path: '/me' });
      // Fields of one name are one list (RFC 9110 section 5.3), however many lines they take.
      const challenges = answer.header('www-authenticate').join(', ');
      expect(challenges).toBe('Bearer realm="a", DPoP algs="ES256"');
    });

    it('sends no body to HEAD', async () => {
      const { send } = await stage();
      const answer = await send({ method: 'HEAD', path: '/me' });
      expect([answer.status, answer.body]).toEqual([401, '']);
      expect(answer.header('www-authenticate')).toHaveLength(1);
    });

    it('asks of a request that it let in for its requirements alone', async () => {
      const { tell, as, seen } = await stage();
      expect((await tell({ path: '/read', fields: [await as('alice')] })).caller).toBe('alice');
      expect(seen).toHaveLength(1);
    });

    it('shows the guard a field that was sent twice as both of it, and refuses', async () => {
      const { send, as, seen } = await stage();
      const fields = [await as('alice'), await as('bob')];
      expect((await send({ path: '/me', fields })).status).toBe(400);
      const values = seen[0]?.headers.flatMap(([field, value]) =>
        field.toLowerCase() === 'authorization' ? [value] : [],
      );
      const sent = valuesOf(fields);
      expect(values).toEqual(doubled === 'apart' ? sent : [sent.join(', ')]);
    });

    it('shows the guard the address of the connection, whatever a field says', async () => {
      const { send, as, seen } = await stage();
      await send({ path: '/me', fields: [await as('alice'), 'X-Forwarded-For: 192.0.2.1'] });
      expect(seen[0]?.peer.address).toMatch(/127\.0\.0\.1$/);
    });

    it('leaves no token to the handler and the log', async () => {
      const { tell, behindApisix, logged } = await stage();
      const fields = await behindApisix('alice');
      expect(fields).toHaveLength(5);
      const told = await tell({ path: '/me', fields: [...fields, 'X-Kept: 1'] });
      const shown = JSON.stringify(told.shown);
      const secrets = secretsIn(valuesOf(fields));
      expect(told.caller).toBe('alice');
      expect(shown).toMatch(/x-kept/i);
      expect(shown).not.toMatch(/authorization|x-access|id-token|x-userinfo|x-refresh/i);
      expectNoSecrets(shown, secrets);
      expect(logged()).toMatch(/x-kept/i);
      expectNoSecrets(logged(), secrets);
    });

    it('leaves no token to the log where it refuses', async () => {
      const { send, as, behindApisix, issuer, logged } = await stage();
      const twice = [await as('alice'), await as('bob')];
      const forged = [`${await as('alice')}AAAA`];
      const mixed = [...(await behindApisix('alice')).slice(1), await as('bob')];
      const statuses: number[] = [];
      for (const fields of [twice, forged, mixed]) {
        statuses.push((await send({ path: '/read', fields })).status);
      }
      expect(statuses).toEqual([400, 401, 401]);
      issuer.goDown();
      await send({ path: '/read', fields: await behindApisix('alice') });
      expectNoSecrets(logged(), secretsIn(valuesOf([...twice, ...forged, ...mixed])));
    });

    it('leaves the fields where they are to be kept', async () => {
      const { tell, as } = await stage({ keepHeaders: true });
      const fields = [await as('alice')];
      const told = await tell({ path: '/me', fields });
      expect(JSON.stringify(told.shown)).toContain(valuesOf(fields)[0]);
    });

    it('lets nobody in where that is allowed, but not past requirements', async () => {
      const { send, tell } = await stage({ anonymous: 'absent' });
      expect((await tell({ path: '/me' })).caller).toBeNull();
      expect((await send({ path: '/read' })).status).toBe(401);
    });

    it('passes the body on', async () => {
      const { tell, as } = await stage();
      const body = 'x'.repeat(50_000);
      const told = await tell({ method: 'POST', path: '/me', fields: [await as('alice')], body });
      expect([told.caller, told.body.length]).toEqual(['alice', 50_000]);
    });

    it('says so where nobody protected the route', async () => {
      const { send, as } = await stage();
      const fields = [await as('alice')];
      expect((await send({ path: '/open', fields })).body).toContain('internal');
    });

    it('never mixes up callers', async () => {
      const { tell, as } = await stage();
      const people = await Promise.all(
        ['alice', 'bob', 'carol'].map(async (sub) => ({ sub, fields: [await as(sub)] })),
      );
      const calls = Array.from({ length: 40 }, () => people).flat();
      const told = await Promise.all(calls.map(({ fields }) => tell({ path: '/me', fields })));
      expect(told.map(({ caller }) => caller)).toEqual(calls.map(({ sub }) => sub));
    });

    it.each([
      ['one after the other', false],
      ['at once', true],
    ])('forgets a caller before the next of the connection, %s', async (_, pipelined) => {
      const { port, as } = await stage();
      const [alice, bob] = [await as('alice'), await as('bob')];
      const body = 'x'.repeat(20_000);
      const requests: RawRequest[] = [
        { path: '/me', fields: [alice] },
        { path: '/me' },
        { method: 'POST', path: '/me', fields: [bob], body },
        { method: 'POST', path: '/me', body },
        { path: '/read', fields: [bob] },
        { path: '/read', fields: [alice] },
      ];
      const answers = pipelined
        ? await sendPipelined(port, requests)
        : (await sendInTurn(port, requests))
            .map(({ status, body: answered }) => `HTTP/1.1 ${status} ${answered}`)
            .join('\n');
      const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d)0(\d)/g)].map(([, first, last]) =>
        // A framework may say 201 to POST.
        first === '2' ? 'in' : `${first}0${last}`,
      );
      const callers = [...answers.matchAll(/"caller":"(\w+)"/g)].map(([, caller]) => caller);
      expect(statuses).toEqual(['in', '401', 'in', '401', '403', 'in']);
      expect(callers).toEqual(['alice', 'bob', 'alice']);
    });

    it('asks of a request to change the protocol what it asks of any', async () => {
      const { send } = await stage();
      const fields = ['Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
      const answer = await send({ path: '/me', fields: [...fields, 'Connection: Upgrade'] });
      expect(answer.status).toBe(401);
    });

    it('goes on after a caller who left', async () => {
      const { port, tell, as, logged } = await stage();
      const [alice, bob] = [await as('alice'), await as('bob')];
      for (let left = 0; left < 5; left++) {
        await sendAndLeave(port, { path: '/me', fields: [bob] });
      }
      expect((await tell({ path: '/me', fields: [alice] })).caller).toBe('alice');
      expectNoSecrets(logged(), secretsIn(valuesOf([alice, bob])));
    });

    it('refuses so many fields that the server dropped those of the proxy', async () => {
      const { send, as } = await stage({ anonymous: 'absent' });
      const few = Array.from({ length: 900 }, () => 'a:');
      const many = Array.from({ length: 2000 }, () => 'a:');
      expect((await send({ path: '/me', fields: [...few, await as('alice')] })).status).toBe(200);
      const { status } = await send({ path: '/me', fields: [...many, await as('alice')] });
      // Newer releases of Node drop none, and refuse the request themselves.
      expect([400, 431]).toContain(status);
    });

    it('takes 64 KiB of header where the server does, and leaves the refusal to it elsewhere', async () => {
      const large = { sub: 'alice', note: 'x'.repeat(20_000) };
      const fill = `X-Kept: ${'x'.repeat(30_000)}`;
      const { tell, behindApisix } = await stage({}, 128 * 1024);
      const fields = [...(await behindApisix('alice', large)), fill];
      expect((await tell({ path: '/me', fields })).caller).toBe('alice');
      await running?.close();
      const { send } = await stage();
      expect((await send({ path: '/me', fields })).status).toBe(431);
    });
  });
}
