import { DrawbridgeError } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumeRoleWithWebIdentity, type AssumeRoleWithWebIdentityOptions } from './assume-role.ts';
import { codeOf } from './code-of.fixture.ts';
import { ANSWER, ENDPOINT, errorXml, ROLE, scripted, TOKEN, xml } from './sts.fixture.ts';

type Own = Partial<AssumeRoleWithWebIdentityOptions>;
const assume = (script: ReturnType<typeof scripted>, own: Own = {}) =>
  assumeRoleWithWebIdentity({
    role: ROLE,
    endpoint: ENDPOINT,
    token: TOKEN,
    sessionName: 'ann',
    fetch: script.fetch,
    retry: script.retry,
    ...own,
  });

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const thrown: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof DrawbridgeError)) throw thrown;
  const told = `${thrown.message} ${thrown.hint}`;
  for (const secret of TOKEN.split('.')) expect(told).not.toContain(secret.slice(0, 32));
  return thrown;
}

const VERIFICATION = errorXml(
  'InvalidIdentityToken',
  "Couldn't retrieve verification key from your identity provider",
);

describe('assumeRoleWithWebIdentity', () => {
  it.each([
    ['0', 'in the moment of their end'],
    ['1', 'a second after it'],
  ])('passes no credentials on %s seconds later: %s', async (late) => {
    const script = scripted(() => xml(ANSWER));
    script.clock.advance(Date.UTC(2026, 0, 1, 1) / 1000 + Number(late) - script.clock.seconds());
    const fault = await faultOf(assume(script));
    expect(fault.code).toBe('cloud_invalid');
    expect(fault.message).toBe(
      `https://sts.eu-central-1.amazonaws.com gave credentials that ended at 2026-01-01T01:00:00Z, and this machine has 2026-01-01T01:00:0${late}Z`,
    );
    expect(fault.hint).toContain('Is the clock of this machine right?');
    expect(fault.message + fault.hint).not.toContain('wJalrXUtnFEMI');
    expect(script.requests).toHaveLength(1);
  });

  it.each([
    ['white space around the token', { token: `${TOKEN}\n` }, 'token_malformed'],
    ['an opaque token', { token: 'gho_16C7e42F292c6912E7710c838347Ae178B4a' }, 'token_malformed'],
    ['a token of 20,001 characters', { token: `a.b.${'c'.repeat(19_997)}` }, 'token_too_large'],
    ['a session name with a space', { sessionName: 'a b' }, 'cloud_setting_invalid'],
    ['a session of a minute', { duration: 60 }, 'cloud_setting_invalid'],
  ])('asks nothing with %s', async (_, own, code) => {
    const script = scripted(() => xml(ANSWER));
    expect((await faultOf(assume(script, own))).code).toBe(code);
    expect(script.requests).toEqual([]);
  });

  it('sends one unsigned request, and reads all that comes', async () => {
    const script = scripted(() => xml(ANSWER));
    const assumed = await assume(script, {
      duration: 900,
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });
    const [{ url, request } = {}] = script.requests;
    expect(url).toBe('https://sts.eu-central-1.amazonaws.com/');
    expect(request?.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(Object.fromEntries(request?.body ?? [])).toEqual({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: ROLE.arn,
      RoleSessionName: 'ann',
      DurationSeconds: '900',
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      WebIdentityToken: TOKEN,
    });
    expect(assumed).toEqual({
      credentials: {
        accessKeyId: 'ASgeIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY',
        sessionToken: 'AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE==',
        expiresAt: 1_767_229_200,
      },
      arn: 'arn:aws:sts::123456789012:assumed-role/deploy/ann',
      assumedRoleId: 'AROACLKWSDQRAOEXAMPLE:ann',
      subject: 'repo:acme/app',
      provider: 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com/team',
      audience: 'sts.amazonaws.com',
      sourceIdentity: 'ann',
      packedPolicySize: 6,
    });
  });

  it('takes the answer of Ceph, which spells a member otherwise', async () => {
    const script = scripted(() => xml(ANSWER.replaceAll('AssumedRoleId', 'AssumeRoleId')));
    expect(await assume(script)).toMatchObject({ assumedRoleId: 'AROACLKWSDQRAOEXAMPLE:ann' });
  });

  it.each([
    ['a page of HTML', () => new Response('<!DOCTYPE html><html></html>'), /a page of HTML/],
    ['JSON', () => new Response('{"Credentials":{}}'), /JSON/],
    ['nothing', () => new Response(''), /empty/],
    ['no UTF-8', () => new Response(new Uint8Array([0x3c, 0xff])), /no text in UTF-8/],
    ['too much', () => new Response('x'.repeat(65_537)), /longer than 65536 bytes/],
    ['half of it', () => xml(ANSWER.slice(0, 700)), /no well-formed XML/],
    [
      'another action',
      () => xml(ANSWER.replaceAll('WithWebIdentity', 'WithSAML')),
      /not one of AssumeRoleWithWebIdentity/,
    ],
    [
      'no credentials',
      () => xml(ANSWER.replace(/<Credentials>[^]*<\/Credentials>/, '')),
      /lacks credentials/,
    ],
    [
      'a key with a line end',
      () => xml(ANSWER.replace('ASgeIAIOS', 'ASge\nIAIOS')),
      /lacks credentials/,
    ],
    [
      'no end',
      () => xml(ANSWER.replace('2026-01-01T01:00:00Z', 'soon')),
      /when the credentials end/,
    ],
    ['no ARN', () => xml(ANSWER.replace(/<Arn>.*<\/Arn>/, '')), /whose credentials/],
    ['a document type', () => xml(`<!DOCTYPE x [<!ENTITY a "b">]>${ANSWER}`), /no well-formed XML/],
    ['a redirect', () => new Response('', { status: 302 }), /status 302/],
    ['deep XML', () => xml('<a>'.repeat(20_000)), /no well-formed XML/],
  ])('takes no answer of %s', async (_, answer, message) => {
    const script = scripted(answer);
    const fault = await faultOf(assume(script));
    expect(fault.code).toBe('cloud_invalid');
    expect(fault.message).toMatch(message);
    expect(script.requests).toHaveLength(1);
  });

  it('reads the errors of Ceph, which have no words', async () => {
    const script = scripted(() =>
      xml('<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message></Message></Error>', 403),
    );
    const fault = await faultOf(assume(script));
    expect(fault.code).toBe('cloud_refused');
    expect(fault.hint).toContain('oidc.example.com/team:sub = "repo:acme/app"');
  });

  it.each([
    ['throttling', () => xml(errorXml('Throttling', 'Rate exceeded'), 400)],
    ['its own failure', () => xml(errorXml('InternalFailure', ''), 500)],
    ['the page of a gateway', () => new Response('<html>', { status: 503 })],
    ['a silent identity provider', () => xml(errorXml('IDPCommunicationError', ''), 400)],
    ['keys that could not be read', () => xml(VERIFICATION, 400)],
    [
      'a connection that broke',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
  ])('asks again after %s', async (_, answer) => {
    const script = scripted(answer, answer, () => xml(ANSWER));
    expect((await assume(script)).subject).toBe('repo:acme/app');
    expect(script.requests).toHaveLength(3);
  });

  it('gives up early where a mistake may last, and late where none does', async () => {
    const doubtful = scripted(() => xml(VERIFICATION, 400));
    expect((await faultOf(assume(doubtful))).code).toBe('cloud_refused');
    expect(doubtful.requests).toHaveLength(3);
    const throttled = scripted(() => xml(errorXml('Throttling', ''), 400));
    expect((await faultOf(assume(throttled))).code).toBe('cloud_unavailable');
    expect(throttled.requests).toHaveLength(5);
  });

  it('waits as long as STS says, and not beyond its deadline', async () => {
    const answer = () => xml(errorXml('Throttling', ''), 429, { 'retry-after': '7' });
    const script = scripted(answer, () => xml(ANSWER));
    await assume(script);
    expect(script.waits).toEqual([7000]);
    const late = scripted(() => xml(errorXml('Throttling', ''), 429, { 'retry-after': '61' }));
    expect((await faultOf(assume(late))).retryAfter).toBe(61);
    expect(late.requests).toHaveLength(1);
  });

  it.each(['cloud_untrusted', 'cloud_invalid'] as const)('does not repeat %s', async (code) => {
    const script = scripted(() => {
      throw new DrawbridgeError(code);
    });
    expect((await faultOf(assume(script))).code).toBe(code);
    expect(script.requests).toHaveLength(1);
  });

  it('says how long it waited', async () => {
    const script = scripted();
    const fetch: typeof script.fetch = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const fault = await faultOf(
      assume(script, { fetch, timeout: 10, retry: { ...script.retry, retries: 0 } }),
    );
    expect(fault).toMatchObject({
      code: 'cloud_timeout',
      message: expect.stringContaining('0.01'),
    });
  });

  it('ends with the reason of whoever gave up', async () => {
    const gone = new Error('gone');
    const script = scripted(() => xml(ANSWER));
    await expect(assume(script, { signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
  });

  it('repeats no token that STS repeats', async () => {
    const said = `1 validation error detected: Value '${TOKEN}' at 'webIdentityToken' failed`;
    const fault = await faultOf(
      assume(scripted(() => xml(errorXml('ValidationError', said), 400))),
    );
    expect(fault.code).toBe('cloud_setting_invalid');
    expect(fault.message).toContain('[hidden]');
  });

  it('answers anything with a role or a fault of the cloud (property)', async () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'Error',
      'Code',
      'AssumeRoleWithWebIdentityResponse',
      '&amp;',
      '&',
      'x',
      '<?xml?>',
      '<![CDATA[',
      ']]>',
      '\0',
    );
    const mutated = fc
      .tuple(fc.nat(ANSWER.length), fc.nat(40), fc.string())
      .map(([at, cut, text]) => ANSWER.slice(0, at) + text + ANSWER.slice(at + cut));
    const body = fc.oneof(
      mutated,
      fc.array(piece, { maxLength: 30 }).map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(200, 400, 403, 404), async (text, status) => {
        const script = scripted(() => xml(text, status));
        try {
          const { credentials } = await assume(script, { retry: { ...script.retry, retries: 0 } });
          expect(status).toBe(200);
          expect(credentials.sessionToken).toMatch(/^[\x21-\x7e]+$/);
        } catch (thrown) {
          expect(codeOf(thrown)).toMatch(/^cloud_(invalid|refused|unavailable|setting_invalid)$/);
        }
      }),
    );
  });
});
