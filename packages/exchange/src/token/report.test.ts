import { createHash } from 'node:crypto';
import {
  type AuditRecord,
  type Awaitable,
  createDefaultEngine,
  DrawbridgeError,
  type ErrorCode,
  type Metrics,
  type Reply,
} from '@drawbridge/core';
import { compileRules } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
  replyText,
  testCall,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createExchange } from '../create-exchange.ts';

type Keep = (record: AuditRecord) => Awaitable<void>;

async function setUp(keep: Keep = () => {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const log = createLogRecorder();
  const records: AuditRecord[] = [];
  const counted: string[] = [];
  const observed: (readonly [outcome: string, seconds: number])[] = [];
  const metrics: Metrics = {
    count(_, labels) {
      counted.push(Object.values(labels).join(' '));
    },
    set() {},
    observe(_, labels, value) {
      observed.push([Object.values(labels).join(' '), value]);
    },
  };
  const service = createExchange({
    issuer: 'https://public.test',
    verifier: createTestVerifier(issuer),
    rules: await compileRules([
      {
        name: 'ci',
        match: { issuer: issuer.issuer, claims: { sub: 'alice' } },
        grant: { audience: 'aws' },
      },
    ]),
    keyRing: await createTestKeyRing({ clock }),
    clock,
    log,
    engine: createDefaultEngine(),
    clients: [{ id: 'runner', secret: 'PLANTED-secret' }],
    audit: {
      write(record) {
        records.push(record);
        return keep(record);
      },
      check: () => Promise.resolve(),
    },
    metrics,
  });
  const post = (body: string, type = 'application/jwt', target = '/token'): Promise<Reply> =>
    service.handle(
      testCall({
        method: 'POST',
        target,
        headers: [['content-type', type]],
        body,
        address: '192.0.2.9',
      }),
    );
  return { clock, issuer, log, records, counted, observed, post };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const codeOf = (reply: Reply) => (JSON.parse(replyText(reply)) as { code: ErrorCode }).code;

describe('a token that is granted', () => {
  it('has one record, and one count', async () => {
    const { clock, issuer, records, counted, observed, post } = await setUp();
    const token = await issuer.issue({ jti: 'in-1' });
    const reply = await post(token);
    expect(reply.status).toBe(200);
    expect(records).toEqual([
      {
        time: Math.floor(clock.now() / 1000),
        decision: 'granted',
        code: undefined,
        rule: 'ci',
        issuer: issuer.issuer,
        subject: 'alice',
        jtiIn: 'in-1',
        tokenIn: sha256(token),
        audiences: ['aws'],
        jtiOut: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        tokenOut: sha256(replyText(reply)),
        expiresAt: Math.floor(clock.now() / 1000) + 300,
        client: undefined,
        address: '192.0.2.9',
      },
    ]);
    expect(counted).toEqual([`ok ${issuer.issuer}`]);
    expect(observed).toEqual([['granted', expect.any(Number) as number]]);
  });

  it('goes out only after its record is kept', async () => {
    let keep: () => void = () => {};
    const kept = new Promise<void>((resolve) => {
      keep = resolve;
    });
    const { issuer, log, records, post } = await setUp(() => kept);
    let answered = false;
    const reply = post(await issuer.issue()).then((one) => {
      answered = true;
      return one;
    });
    await expect.poll(() => records.length).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect([answered, log.text()]).toEqual([false, '']);
    keep();
    expect((await reply).status).toBe(200);
    expect(log.entries).toHaveLength(1);
  });
});

describe('a token that is refused', () => {
  it.each<[ErrorCode, boolean, Record<string, unknown>]>([
    ['issuer_unknown', false, { iss: 'https://other.test' }],
    ['audience_mismatch', true, { aud: 'other' }],
    ['token_expired', true, { exp: 1 }],
  ])(
    'before it is verified has a record of %s without what it claims',
    async (code, known, claims) => {
      const { issuer, records, counted, observed, post } = await setUp();
      const token = await issuer.issue(claims);
      expect(codeOf(await post(token))).toBe(code);
      expect(records).toMatchObject([
        { decision: 'refused', code, tokenIn: sha256(token), address: '192.0.2.9' },
      ]);
      const absent = ['issuer', 'subject', 'jtiIn', 'jtiOut', 'tokenOut'] as const;
      for (const name of absent) expect(records.at(0)?.[name], name).toBeUndefined();
      // A label is never a caller's to choose.
      expect(counted).toEqual([`${code} ${known ? issuer.issuer : ''}`]);
      expect(observed[0]?.[0]).toBe('refused');
    },
  );

  it('by the rules has a record with what was verified', async () => {
    const { issuer, records, counted, post } = await setUp();
    expect(codeOf(await post(await issuer.issue({ sub: 'mallory', jti: 'x' })))).toBe(
      'rule_denied',
    );
    expect(records).toMatchObject([
      {
        decision: 'refused',
        code: 'rule_denied',
        issuer: issuer.issuer,
        subject: 'mallory',
        jtiIn: 'x',
      },
    ]);
    expect(counted).toEqual([`rule_denied ${issuer.issuer}`]);
  });

  it('for want of a key for the algorithm names the rule, and no token that went out', async () => {
    const { issuer, records, post } = await setUp();
    const token = await issuer.issue();
    const reply = await post(JSON.stringify({ token, alg: 'ES512' }), 'application/json');
    expect(codeOf(reply)).toBe('algorithm_unavailable');
    const [record] = records;
    expect(record).toMatchObject({ decision: 'refused', rule: 'ci', subject: 'alice' });
    expect([record?.jtiOut, record?.tokenOut, record?.expiresAt]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('because the caller is not the client it claims to be has a record', async () => {
    const { issuer, records, post } = await setUp();
    const body = new URLSearchParams({
      token: await issuer.issue(),
      client_id: 'runner',
      client_secret: 'PLANTED-wrong',
    });
    expect(codeOf(await post(body.toString(), 'application/x-www-form-urlencoded'))).toBe(
      'client_unknown',
    );
    expect(records).toMatchObject([{ decision: 'refused', code: 'client_unknown' }]);
    expect(JSON.stringify(records)).not.toContain('PLANTED');
  });

  it('that is no token at all has a record too', async () => {
    const { records, counted, post } = await setUp();
    expect(codeOf(await post('hello'))).toBe('token_malformed');
    expect(records).toMatchObject([{ code: 'token_malformed', tokenIn: sha256('hello') }]);
    expect(counted).toEqual(['token_malformed ']);
  });
});

describe('a call without a token', () => {
  it('is counted, and has no record: nothing was decided', async () => {
    const { records, counted, post } = await setUp();
    expect(codeOf(await post(''))).toBe('body_missing');
    expect(codeOf(await post('{}', 'application/json'))).toBe('parameter_missing');
    expect(records).toEqual([]);
    expect(counted).toEqual(['body_missing ', 'parameter_missing ']);
  });

  it('of another path is not counted', async () => {
    const { counted, post } = await setUp();
    expect(codeOf(await post('x', 'application/jwt', '/other'))).toBe('path_unknown');
    expect(counted).toEqual([]);
  });
});

describe('a decision that cannot be recorded', () => {
  const broken = () =>
    Promise.reject(new DrawbridgeError('audit_unavailable', { detail: 'the disk is full' }));

  it('hands out no token', async () => {
    const { issuer, log, records, counted, observed, post } = await setUp(broken);
    const reply = await post(await issuer.issue());
    expect([reply.status, codeOf(reply)]).toEqual([503, 'audit_unavailable']);
    expect(replyText(reply)).not.toContain('eyJ');
    expect(records).toHaveLength(1);
    expect(log.entries).toMatchObject([{ level: 'warn', fields: { code: 'audit_unavailable' } }]);
    expect(counted).toEqual([`audit_unavailable ${issuer.issuer}`]);
    expect(observed[0]?.[0]).toBe('failed');
  });

  it('is none, when it is a refusal; the log tells which', async () => {
    const { issuer, log, records, counted, post } = await setUp(broken);
    const token = await issuer.issue({ exp: 1 });
    expect(codeOf(await post(token))).toBe('audit_unavailable');
    expect(records).toHaveLength(1);
    expect(log.entries).toMatchObject([
      {
        fields: {
          detail: 'the disk is full; it would have been token_expired',
          token: sha256(token).slice(0, 12),
        },
      },
    ]);
    expect(counted).toEqual([`audit_unavailable ${issuer.issuer}`]);
  });
});
