import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStsStub, type StsStub } from '../support/clouds/sts-stub.ts';
import type { RunningCommand } from '../support/command.ts';
import { KEYS, startInTerminal } from '../support/in-terminal.ts';
import { readPage } from '../support/read-page.ts';
import {
  NATIVE_CLIENT,
  type SignInProvider,
  SIGNED_IN,
  startSignInProvider,
} from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

const stage = createStage();
afterAll(() => stage.clear());

let provider: SignInProvider;
let sts: StsStub;

beforeAll(async () => {
  const roles: Readonly<Record<string, readonly string[]>> = {
    alice: ['ops', arn('granted')],
    bob: ['dev'],
    carol: [],
  };
  [provider, sts] = await Promise.all([
    startSignInProvider(stage, {
      settings: {
        claims: { openid: ['sub', 'roles'], email: ['email'] },
        findAccount: (_: unknown, accountId: string) => ({
          accountId,
          claims: () => ({
            sub: accountId,
            email: `${accountId}@example.com`,
            roles: roles[accountId],
          }),
        }),
      },
    }),
    startStsStub(stage),
  ]);
  for (const [role, subject] of [
    ['operator', SIGNED_IN],
    ['granted', SIGNED_IN],
    ['developer', 'bob'],
  ] as const) {
    await sts.trust({ role, issuer: provider.issuer, audience: NATIVE_CLIENT, subject });
  }
});

/** A person's machine, with the configuration of a company. */
async function machine(more = '') {
  const home = await stage.folder();
  const config = join(home, 'drawbridge.yaml');
  await writeFile(
    config,
    `version: 1
login:
  issuer: ${provider.issuer}
  clientId: ${NATIVE_CLIENT}
  redirect: { ports: [0] }
  roles:
    dev: { arn: '${arn('developer')}' }
    ops: { arn: '${arn('operator')}' }
${more}`,
  );
  const env = {
    HOME: home,
    DRAWBRIDGE_CONFIG: config,
    AWS_ENDPOINT_URL_STS: sts.url,
    SSH_TTY: '/dev/pts/0',
  };
  return { env, inTerminal: () => startInTerminal(stage, ['login'], env) };
}

const AFTER = '  rolesClaim: roles\n';

/** Is the browser: signs in, comes back, and reads the page. */
async function browse(command: RunningCommand, stream: 'stdout' | 'stderr', person = SIGNED_IN) {
  const [, address = ''] = await command.waitFor(stream, /^ {2}(http\S+)\r?$/m);
  const back = await provider.signInByFetch(address, person);
  return readPage(await fetch(back));
}

it('asks for the role before the sign-in, and takes keys', async () => {
  const { inTerminal } = await machine();
  const command = inTerminal();
  await command.waitFor('stdout', /Which role\?[\s\S]*ops/);
  command.type(KEYS.down);
  await command.waitFor('stdout', /role\/operator/);
  command.type(KEYS.enter);
  expect(await browse(command, 'stdout')).toContain(arn('operator'));
  expect((await command.exited).code).toBe(0);
  // The profile has the name of the role.
  expect(command.stdout()).toMatch(/profile +ops, in /);
});

it('ends with 130 at Ctrl-C, and says that nothing was changed', async () => {
  const { inTerminal, env } = await machine();
  const command = inTerminal();
  await command.waitFor('stdout', /Which role\?[\s\S]*ops/);
  command.type(KEYS.ctrlC);
  expect((await command.exited).code).toBe(130);
  expect(command.stdout()).toContain('called off, and nothing was changed');
  expect((await stage.run(['whoami', '--profile', 'dev'], { env })).code).toBe(1);
});

it('asks for one of the roles that the token lists once it was verified, and the page says where', async () => {
  const { inTerminal, env } = await machine(AFTER);
  const command = inTerminal();
  expect(await browse(command, 'stdout')).toContain('Choose one in your terminal.');
  await command.waitFor('stdout', /Which role\?[\s\S]*granted/);
  expect(command.stdout()).not.toMatch(/Which role\?[\s\S]*dev/);
  command.type(`${KEYS.down}${KEYS.enter}`);
  expect((await command.exited).code).toBe(0);
  const whoami = await stage.run(['whoami'], { env });
  expect(whoami.stdout).toContain(arn('granted'));
  const listed = await stage.run(['login', 'roles', '--json'], { env });
  expect(JSON.parse(listed.stdout)).toMatchObject({
    signedIn: { email: 'alice@example.com' },
    roles: [
      { name: 'dev', has: 'no', profiles: [] },
      { name: 'ops', has: 'yes', profiles: [] },
      { arn: arn('granted'), has: 'yes', profiles: ['default'] },
    ],
  });
});

it('asks nobody where there is one, and names those there are where nobody can be asked', async () => {
  const { env } = await machine(AFTER);
  const one = await stage.start(['login'], { env });
  expect(await browse(one, 'stderr', 'bob')).toContain(arn('developer'));
  expect((await one.exited).code).toBe(0);
  expect(one.stdout()).toMatch(/profile +dev, in /);

  const none = await stage.start(['login'], { env });
  expect(await browse(none, 'stderr', 'carol')).toContain('none of the roles');
  expect((await none.exited).code).toBe(2);

  const several = await stage.start(['login'], { env });
  await browse(several, 'stderr');
  expect((await several.exited).code).toBe(2);
  expect(several.stderr()).toContain(`Give --role with one of ops, ${arn('granted')}.`);
});
