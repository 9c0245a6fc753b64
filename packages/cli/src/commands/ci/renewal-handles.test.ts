import { DrawbridgeError } from '@drawbridge/core';
import { type ExchangedToken, Refusal } from '@drawbridge/oauth';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRenewals, type Trade } from './renewal-handles.ts';

/** An exchange that may take a token once, as docs/rules.md says; which audiences do is the test's matter. */
class ExchangeModel {
  /** What was asked, in order: the audience, and whether with a handle. */
  readonly asked: string[] = [];
  readonly #once: (audience: string) => boolean;
  #handles = new Map<string, string>();
  #count = 0;

  constructor(once: (audience: string) => boolean) {
    this.#once = once;
  }

  /** As a store that was lost. */
  forget(): void {
    this.#handles = new Map();
  }

  for(audience: string, pause: () => Promise<unknown> = () => Promise.resolve()) {
    return async (token: string, handle: string | undefined): Promise<ExchangedToken> => {
      this.asked.push(`${audience} ${handle === undefined ? 'first' : 'again'}`);
      await pause();
      const answer = (renewalHandle?: string): ExchangedToken => ({
        accessToken: `${audience} of ${token}`,
        issuedTokenType: 'urn:ietf:params:oauth:token-type:id_token',
        tokenType: 'N_A',
        ...(renewalHandle !== undefined && { renewalHandle }),
      });
      if (!this.#once(audience)) {
        if (handle !== undefined) throw refusal('renewal_invalid');
        return answer();
      }
      const known = this.#handles.get(token);
      if (handle !== undefined) {
        if (handle !== known) throw refusal('renewal_invalid');
        return answer();
      }
      if (known !== undefined) throw refusal('token_used');
      const made = `dbr_${this.#count++}`;
      this.#handles.set(token, made);
      return answer(made);
    };
  }
}

function refusal(code: string): DrawbridgeError {
  const cause = new Refusal('invalid_grant', code, 400);
  return new DrawbridgeError('token_endpoint_refused', { detail: code, cause });
}

const { signal } = new AbortController();
const clouds = ['aws', 'gcp', 'azure'];
const pass = () => new Promise((resolve) => setTimeout(resolve, 1));

test('three clouds have tokens of one that may be exchanged once, and go on having them', async () => {
  const model = new ExchangeModel(() => true);
  const renewing = createRenewals();
  const trades = clouds.map((cloud) => renewing(model.for(cloud, pass)));
  const all = () => Promise.all(trades.map((trade) => trade('job', signal)));
  expect((await all()).map(({ accessToken }) => accessToken)).toEqual([
    'aws of job',
    'gcp of job',
    'azure of job',
  ]);
  await all();
  expect(model.asked).toEqual([
    'aws first',
    'gcp again',
    'azure again',
    'aws again',
    'gcp again',
    'azure again',
  ]);
});

test('where no rule does, all are asked for at one time from the second on', async () => {
  const model = new ExchangeModel(() => false);
  const renewing = createRenewals();
  let running = 0;
  let most = 0;
  const busy = async () => {
    most = Math.max(most, ++running);
    await pass();
    running--;
  };
  const trades = clouds.map((cloud) => renewing(model.for(cloud, busy)));
  await Promise.all(trades.map((trade) => trade('job', signal)));
  expect(most).toBe(1);
  await Promise.all(trades.map((trade) => trade('job', signal)));
  expect(most).toBe(3);
});

test('a rule that takes tokens again and again is sent no handle after it refused one', async () => {
  const model = new ExchangeModel((audience) => audience !== 'gcp');
  const renewing = createRenewals();
  const [aws, gcp] = clouds.map((cloud) => renewing(model.for(cloud))) as [Trade, Trade, Trade];
  await aws('job', signal);
  await gcp('job', signal);
  await gcp('job', signal);
  expect(model.asked).toEqual(['aws first', 'gcp again', 'gcp first', 'gcp first']);
});

test('an exchange that forgot is asked as at the first time', async () => {
  const model = new ExchangeModel(() => true);
  const renewing = createRenewals();
  const [aws, gcp] = clouds.map((cloud) => renewing(model.for(cloud))) as [Trade, Trade, Trade];
  await aws('job', signal);
  model.forget();
  await gcp('job', signal);
  await aws('job', signal);
  expect(model.asked).toEqual(['aws first', 'gcp again', 'gcp first', 'aws again']);
});

test('who fails first, or gives up waiting, lets the next one ask, and no two', async () => {
  const model = new ExchangeModel(() => true);
  const renewing = createRenewals();
  let fail: (reason: Error) => void = () => {};
  const failing = renewing(() => new Promise((_, reject) => (fail = reject)));
  const leaving = new AbortController();
  const [aws, gcp] = clouds.map((cloud) => renewing(model.for(cloud, pass))) as [
    Trade,
    Trade,
    Trade,
  ];
  const first = failing('job', signal);
  const gone = gcp('job', leaving.signal);
  const rest = [aws('job', signal), gcp('job', signal)];
  leaving.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  await pass();
  expect(model.asked).toEqual([]);
  fail(new Error('refused'));
  await expect(first).rejects.toThrow('refused');
  await Promise.all(rest);
  expect(model.asked).toEqual(['aws first', 'gcp again']);
});

test('the handle of a token goes with no other token', async () => {
  const model = new ExchangeModel(() => true);
  const renewing = createRenewals();
  const trade = renewing(model.for('aws'));
  for (const token of ['a', 'b', 'a', 'b']) await trade(token, signal);
  expect(model.asked).toEqual(['aws first', 'aws first', 'aws again', 'aws again']);
});

test('another refusal is final', async () => {
  const renewing = createRenewals();
  let count = 0;
  const trade = renewing(() => {
    count++;
    throw refusal('target_denied');
  });
  await expect(trade('job', signal)).rejects.toMatchObject({ code: 'token_endpoint_refused' });
  expect(count).toBe(1);
});

test('whatever the rules, and whoever is slow, nobody is refused (property)', async () => {
  const slow = fc.array(fc.nat({ max: 3 }), { minLength: 9, maxLength: 9 });
  const onces = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(onces, slow, fc.nat({ max: 1 }), async (once, pauses, others) => {
      const model = new ExchangeModel((audience) => once[clouds.indexOf(audience)] ?? false);
      const renewing = createRenewals();
      let at = 0;
      const pause = async () => {
        for (let left = pauses[at++ % pauses.length] ?? 0; left > 0; left--) await null;
      };
      const trades = clouds.map((cloud) => renewing(model.for(cloud, pause)));
      for (const token of ['job', others === 1 ? 'other' : 'job', 'job']) {
        const made = await Promise.all(trades.map((trade) => trade(token, signal)));
        expect(made.map(({ accessToken }) => accessToken)).toEqual(
          clouds.map((cloud) => `${cloud} of ${token}`),
        );
      }
    }),
  );
});
