import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { finish, start } from '../support/command.ts';
import {
  addressOf,
  type LoginMachine,
  type LoginPlace,
  loginPlaceOf,
  signedInAt,
} from '../support/login-place.ts';
import { readPage } from '../support/read-page.ts';
import { startSignInProvider } from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';
import { administer, ALL_OF_S3, type Gateway, roleArn, trustArguments } from './gateway.ts';

// A person who signs in at a real provider, whose ID token a real STS takes, and a profile that the AWS CLI uses.

const stage = createStage();
afterAll(() => stage.clear());

const ceph = inject('ceph');
let gateway: Gateway;
let place: LoginPlace;
let machine: LoginMachine;

beforeAll(async () => {
  gateway = administer(stage, ceph);
  const provider = await startSignInProvider(stage);
  place = loginPlaceOf(stage, { provider, role: roleArn('person'), stsUrl: ceph.endpoint });
  machine = await place.machine(gateway.env);
  await gateway.makeBucket('of-alice');
  const { code, stderr } = await stage.run(
    trustArguments(ceph.endpoint, { ...signedInAt(provider), role: 'person' }),
    { env: gateway.adminEnv },
  );
  expect(code, stderr).toBe(0);
  await gateway.allow('person', ALL_OF_S3);
});

const login = (...more: readonly string[]) => machine.login(...place.flags(), ...more);

it('leaves a profile by which the AWS CLI puts and lists', async () => {
  const command = await login();
  expect(await place.browse(command)).toContain(place.role);
  expect([(await command.exited).code, command.stderr()]).toEqual([
    0,
    expect.not.stringMatching(/eyJ/) as string,
  ]);
  const aws = (...words: readonly string[]) =>
    finish(
      start('/usr/bin/aws', ['--profile', 'dev', '--endpoint-url', ceph.endpoint, ...words], {
        env: machine.env,
        stdin: 'hello',
      }),
    );
  const put = await aws('s3', 'cp', '-', 's3://of-alice/greeting');
  expect([put.code, put.stderr]).toEqual([0, '']);
  const listed = await aws('s3', 'ls', 's3://of-alice');
  expect([listed.code, listed.stdout]).toEqual([0, expect.stringMatching(/ 5 greeting\n$/)]);
});

it('is for who signed in alone', async () => {
  const command = await login('--no-write');
  const back = await place.provider.signInByFetch(await addressOf(command), 'mallory');
  const page = await readPage(await fetch(back));
  expect([(await command.exited).code, command.stdout()]).toEqual([1, '']);
  for (const said of [page, command.stderr()]) expect(said).toContain('AccessDenied');
});
