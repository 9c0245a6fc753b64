import { createHash } from 'node:crypto';
import { type AuditRecord, type Reply, silentLog } from '@drawbridge/core';
import { createTestIssuer, testCall } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { sampleRule } from '../sample-rule.ts';
import { createWitness } from '../witness.ts';
import { createDecisions } from './decisions.ts';
import { watchExchange } from './watch-exchange.ts';

const upstream = await createTestIssuer({ issuer: 'http://127.0.0.1:8081' });
const token = await upstream.issue({ sub: 'job', ref_protected: 'true', other: 'x' });
const minted = await upstream.issue({ sub: 'job', aud: 'sts.amazonaws.com' });
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const rule = sampleRule(upstream.issuer);

/** An exchange that tells its operator this, and its caller that. */
function watched(record: Partial<AuditRecord> | undefined, reply: Reply, detail?: string) {
  const witness = createWitness(silentLog);
  const decisions = createDecisions();
  const exchange = {
    async handle() {
      if (record !== undefined) {
        await witness.audit.write({ time: 1, decision: 'granted', ...record });
      }
      if (detail !== undefined) witness.log.info('call refused', { detail });
      return reply;
    },
    close: () => Promise.resolve(),
  };
  const service = watchExchange(exchange, { witness, decisions, rules: [rule] });
  return { service, decisions };
}

const call = testCall({ headers: [['authorization', `Bearer ${token}`]] });
const answer = (body: string): Reply => ({ status: 200, headers: [], body });

it('tells of a token that got across: the rule, and the claims of both', async () => {
  const record = {
    rule: rule.name,
    subject: 'job',
    audiences: ['sts.amazonaws.com'],
    tokenIn: hash(token),
    tokenOut: hash(minted),
  };
  const { service, decisions } = watched(record, answer(minted));
  expect(await service.handle(call)).toEqual(answer(minted));
  const [decision] = decisions.list();
  expect(decision).toMatchObject({
    part: 'exchange',
    outcome: 'allowed',
    title: 'job got a token for sts.amazonaws.com, signed by the public issuer.',
    rule: { name: rule.name },
  });
  const fates = Object.fromEntries(
    [...(decision?.before?.claims ?? []), ...(decision?.before?.more?.claims ?? [])].map(
      ({ name, fate }) => [name, fate],
    ),
  );
  expect(fates).toMatchObject({
    iss: 'asked',
    sub: 'stays',
    ref_protected: 'asked',
    other: 'left',
  });
  expect(JSON.stringify(decisions.list())).not.toContain(token.split('.')[2]);
});

it('tells of a refusal why, and which rule would let it across', async () => {
  const record = { decision: 'refused', code: 'rule_denied', subject: 'job', tokenIn: hash(token) };
  const detail = 'no rule matches; the narrowest rule that would: {"match":{}}';
  const { service, decisions } = watched(record as AuditRecord, answer('{}'), detail);
  await service.handle(call);
  expect(decisions.list()[0]).toMatchObject({
    outcome: 'refused',
    title: 'job did not get across.',
    code: 'rule_denied',
    why: 'no rule matches',
    advice: { text: '{\n  "match": {}\n}' },
    before: { claims: expect.arrayContaining([{ name: 'sub', value: 'job' }]) },
  });
});

it('shows no claims of a token that is not the one that was judged', async () => {
  const record = { decision: 'refused', code: 'token_malformed', tokenIn: hash('another') };
  const { service, decisions } = watched(record as AuditRecord, answer('{}'));
  await service.handle(call);
  expect(decisions.list()[0]).toMatchObject({ title: 'A token did not get across.' });
  expect(decisions.list()[0]?.before).toBeUndefined();
});

it('tells nothing where nothing was decided', async () => {
  const { service, decisions } = watched(undefined, answer('{"keys":[]}'));
  await service.handle(testCall());
  expect(decisions.list()).toEqual([]);
});
