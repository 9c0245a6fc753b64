import { createTestClock } from '@drawbridge/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf, json, JWT, testEndpoint } from '../endpoint.fixture.ts';
import { awaitDevice } from './await-device.ts';
import { requestDeviceCode } from './request-device-code.ts';

const client = { method: 'none', clientId: 'app' } as const;
const SECRET = 'device-code-that-is-secret';
const GIVEN = {
  device_code: SECRET,
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://id.test/device',
  expires_in: 60,
};
const refusal = (error: string) => () => json({ error }, 400);
const TOKENS = { access_token: 'access', token_type: 'Bearer', id_token: JWT };

const ask = (members: object) =>
  requestDeviceCode(
    testEndpoint(() => json({ ...GIVEN, ...members }), { client }),
    { scope: 'openid' },
  );

describe('an answer with a device code is refused', () => {
  it.each([
    ['javascript', 'javascript:alert(1)'],
    ['a file', 'file:///etc/passwd'],
    ['http elsewhere', 'http://id.test/device'],
    ['http on this machine, named from elsewhere', 'http://127.0.0.1/device'],
    ['a metadata service', 'https://169.254.169.254/device'],
    ['a user within', 'https://id.test@evil.test/device'],
    ['an escape sequence', 'https://id.test/\u001b[2J'],
    ['no address', 'id.test/device'],
    ['a number', 5],
  ])('with %s as the address', async (_, verification_uri) => {
    expect((await faultOf(ask({ verification_uri }), SECRET)).code).toBe('token_endpoint_invalid');
    const others = { verification_uri_complete: verification_uri };
    expect((await faultOf(ask(others), SECRET)).code).toBe('token_endpoint_invalid');
  });

  it.each([
    ['another site with the code in it', { verification_uri_complete: 'https://evil.test/?c=1' }],
    ['a code that would write to the terminal', { user_code: 'A\u001b[31mB' }],
    ['a code that nobody can type', { user_code: 'x'.repeat(101) }],
    ['no code', { user_code: undefined }],
    ['no life', { expires_in: undefined }],
    ['a wait without an end', { interval: 100_000 }],
    ['a wait of less than nothing', { interval: -5 }],
  ])('with %s', async (_, members) => {
    expect((await faultOf(ask(members), SECRET)).code).toBe('token_endpoint_invalid');
  });

  it('by an endpoint that would be asked over http', async () => {
    const endpoint = testEndpoint(() => json(GIVEN), { client, url: 'http://id.test/device' });
    const fault = await faultOf(requestDeviceCode(endpoint, { scope: 'openid' }));
    expect(fault.code).toBe('token_endpoint_wrong');
    expect(endpoint.requests).toEqual([]);
  });

  it('in whatever it is that a server sends, or taken with an https address', async () => {
    const any = fc.oneof(fc.webUrl(), fc.string(), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(any, any, async (verification_uri, user_code) => {
        const code = await ask({ verification_uri, user_code }).catch(() => undefined);
        if (code === undefined) return;
        expect(new URL(code.verificationUri)).toMatchObject({ protocol: 'https:' });
        expect(code.userCode).toMatch(/^[\x20-\x7e]{1,100}$/);
      }),
      { numRuns: 50 },
    );
  });
});

it('asks for a device code with the client and the scope', async () => {
  const endpoint = testEndpoint(() => json({ ...GIVEN, interval: 7 }), { client });
  const code = await requestDeviceCode(endpoint, { scope: 'openid email' });
  expect(code).toEqual({
    deviceCode: SECRET,
    userCode: 'WDJB-MJHT',
    verificationUri: 'https://id.test/device',
    verificationHost: 'id.test',
    expiresIn: 60,
    interval: 7,
  });
  const sent = [...(endpoint.requests[0]?.body ?? [])];
  expect(Object.fromEntries(sent)).toEqual({ client_id: 'app', scope: 'openid email' });
});

it('asks for nothing without a rest, though the provider names one of no length', async () => {
  expect((await ask({ interval: 1e-9 })).interval).toBe(1);
});

it('takes the address by the name that Google has for it', async () => {
  const code = await ask({
    verification_uri: undefined,
    verification_url: 'https://g.test/device',
  });
  expect(code).toMatchObject({ verificationHost: 'g.test', interval: 5 });
});

/** Waits for the tokens at an endpoint that answers so, one answer after the other and the last for ever. */
async function wait(answers: readonly (() => Response)[], signal?: AbortSignal) {
  const clock = createTestClock();
  const waits: number[] = [];
  const timers = {
    after(milliseconds: number, work: () => void) {
      waits.push(milliseconds / 1000);
      clock.advance(milliseconds / 1000);
      queueMicrotask(work);
      return () => {};
    },
    hold: () => () => {},
  };
  const endpoint = testEndpoint(
    (_, count) => (answers[count - 1] ?? answers.at(-1) ?? refusal('expired_token'))(),
    {
      client,
    },
  );
  const code = await ask({});
  const options = { clock, timers, ...(signal !== undefined && { signal }) };
  const result = awaitDevice(endpoint, code, options);
  return { result, waits, endpoint };
}

describe('the wait for a device', () => {
  it.each([
    ['the person says no', 'access_denied', 'sign_in_refused'],
    ['the provider says that the code expired', 'expired_token', 'sign_in_timeout'],
    ['the code is not known', 'invalid_grant', 'token_endpoint_refused'],
    ['the client may not', 'unauthorized_client', 'token_endpoint_refused'],
  ])('ends at once where %s', async (_, error, code) => {
    const { result, waits } = await wait([refusal('authorization_pending'), refusal(error)]);
    expect((await faultOf(result, SECRET)).code).toBe(code);
    expect(waits).toEqual([5, 5]);
  });

  it('ends when the code has expired, though nobody says so', async () => {
    const { result, waits, endpoint } = await wait([refusal('authorization_pending')]);
    expect((await faultOf(result, SECRET)).code).toBe('sign_in_timeout');
    expect(waits.reduce((sum, each) => sum + each)).toBe(60);
    expect(endpoint.requests).toHaveLength(11);
  });

  it('ends with its signal', async () => {
    const reason = new Error('that was long enough');
    const controller = new AbortController();
    const pending = () => {
      controller.abort(reason);
      return json({ error: 'authorization_pending' }, 400);
    };
    const { result, endpoint } = await wait([pending], controller.signal);
    await expect(result).rejects.toBe(reason);
    expect(endpoint.requests).toHaveLength(1);
  });

  it('refuses tokens that say of nobody who signed in', async () => {
    const { result } = await wait([() => json({ ...TOKENS, id_token: undefined })]);
    expect((await faultOf(result, SECRET)).code).toBe('sign_in_refused');
  });

  it('asks less often from then on when it is told to, and less and less where there is no answer', async () => {
    const slow = [refusal('slow_down'), refusal('authorization_pending'), refusal('slow_down')];
    const { result, waits } = await wait([...slow, () => json(TOKENS)]);
    expect(await result).toMatchObject({ accessToken: 'access', idToken: JWT });
    expect(waits).toEqual([5, 10, 10, 15]);
    const down = () => json({}, 503);
    const later = await wait([down, down, () => json(TOKENS)]);
    await later.result;
    expect(later.waits).toEqual([5, 10, 20]);
  });

  it('sends the code as RFC 8628 has it', async () => {
    const { result, endpoint } = await wait([() => json(TOKENS)]);
    await result;
    expect(Object.fromEntries(endpoint.requests[0]?.body ?? [])).toEqual({
      client_id: 'app',
      device_code: SECRET,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    });
  });
});
