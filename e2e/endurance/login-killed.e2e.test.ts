import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCommand } from '../support/command.ts';
import {
  addressOf,
  createLoginPlace,
  type LoginMachine,
  type LoginPlace,
} from '../support/login-place.ts';
import { createStage } from '../support/stage.ts';

// Sign-ins that are killed: what is there is what was, or what was to be, nobody waits for a lock, and the next one works.

const ROUNDS = 6;
/** Milliseconds: a lock of somebody dead would be waited for thirty seconds. */
const SOON = 10_000;

const stage = createStage();
afterAll(() => stage.clear());

let place: LoginPlace;
beforeAll(async () => {
  place = await createLoginPlace(stage);
});

const login = (machine: LoginMachine, region: string) =>
  machine.login(...place.flags(), '--region', region, '--debug');

/** Has the browser come back, and the command killed. */
async function killedAt(command: RunningCommand, moment: () => Promise<unknown>): Promise<void> {
  const back = await place.provider.signInByFetch(await addressOf(command));
  const page = fetch(back).catch(() => undefined);
  await moment();
  await command.stop('SIGKILL');
  await page;
}

async function expectWhole(machine: LoginMachine, regions: readonly string[]): Promise<string> {
  const config = await machine.file('config');
  const found = regions.filter((region) =>
    new RegExp(
      `^\\[profile dev\\]\\n(?=[^]*region = ${region}\\n)(?=[^]*credential_process = .* credential-process --profile dev( --data=\\S+)?\\n)`,
    ).test(config),
  );
  expect(found, config).toHaveLength(1);
  const begun = performance.now();
  const words = ['credential-process', '--profile', 'dev'];
  const { code, stdout, stderr } = await stage.run(words, { env: machine.env });
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ Version: 1 });
  expect(performance.now() - begun).toBeLessThan(SOON);
  return found[0] ?? '';
}

async function signInAgain(machine: LoginMachine, region: string): Promise<void> {
  const begun = performance.now();
  const command = await login(machine, region);
  await place.browse(command);
  expect((await command.exited).code, command.stderr()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(SOON);
  expect(await expectWhole(machine, [region])).toBe(region);
}

test.each(['signed in', 'role assumed', 'login kept'])(
  'the first sign-in, killed when it says: %s',
  async (step) => {
    const machine = await place.machine();
    const command = await login(machine, 'eu-west-1');
    await killedAt(command, () => command.waitFor('stderr', new RegExp(`"?${step}"?`)));
    // It may have come further meanwhile, and no less far.
    const words = ['credential-process', '--profile', 'dev'];
    const { code } = await stage.run(words, { env: machine.env });
    expect(step === 'login kept' ? [0] : [0, 1]).toContain(code);
    await signInAgain(machine, 'eu-west-1');
  },
);

test('a login and its profile are whole after every kill', async () => {
  const machine = await place.machine();
  const first = await login(machine, 'eu-west-0');
  const back = await place.provider.signInByFetch(await addressOf(first));
  const begun = performance.now();
  await (await fetch(back)).text();
  expect((await first.exited).code).toBe(0);
  const took = performance.now() - begun;
  let known = 'eu-west-0';
  for (let round = 1; round <= ROUNDS; round++) {
    const next = `eu-west-${round}`;
    const command = await login(machine, next);
    await killedAt(command, () => sleep(took * Math.random()));
    known = await expectWhole(machine, [known, next]);
  }
  await signInAgain(machine, 'us-east-1');
  // What a kill has left of a file is in nobody's way.
  const left = (await readdir(join(machine.home, '.aws'))).filter((name) => !name.startsWith('.'));
  expect(left).toEqual(['config']);
});
