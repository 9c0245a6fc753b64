import { silentLog } from '@drawbridge/core';
import { createRuntime } from '@drawbridge/node';
import { afterEach, expect, it } from 'vitest';
import { startProvider } from '../../provider/start-provider.ts';
import { createWitness } from '../../witness.ts';
import { createDecisions } from '../decisions.ts';
import { loginPart } from './login-part.ts';

const closers: (() => Promise<unknown>)[] = [];
const closeAll = async () => {
  for (const close of closers.splice(0).reverse()) await close();
};
afterEach(closeAll);

it('waits for one browser at a time, however fast it is pressed, and for none once it is closed', async () => {
  const provider = await startProvider({ port: 0, audience: 'http://127.0.0.1', signIn: true });
  closers.push(() => provider.close());
  const runtime = createRuntime({ data: '/nowhere', log: silentLog });
  closers.push(() => runtime.close());
  const decisions = createDecisions();
  const part = loginPart({
    provider,
    runtime,
    witness: createWitness(silentLog),
    decisions,
    later: (close) => closers.push(close),
  });
  const press = part.tries['/try/login/begin'] ?? expect.unreachable();

  const [first, second, last] = await Promise.allSettled([press(), press(), press()]);
  expect([first?.status, second?.status]).toEqual(['rejected', 'rejected']);
  if (last?.status !== 'fulfilled' || last.value === undefined) expect.unreachable();
  const back = new URL(last.value.to).searchParams.get('redirect_uri') ?? '';
  expect((await fetch(back)).status).toBe(200);
  await closeAll();
  await expect(fetch(back)).rejects.toThrow('fetch failed');
  expect(decisions.list()).toEqual([]);
});
