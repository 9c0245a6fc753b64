import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerJson, startScripted } from '../support/scripted-endpoint.ts';
import { createStage } from '../support/stage.ts';

// An exchange whose tokens end after seconds, so that each cloud's is renewed again and again. What it does with the
// requests of each audience is the test's matter.

const stage = createStage();
afterAll(() => stage.clear());

const ID = '5d0c1c2e-0000-4000-8000-1234567890ab';
const AUDIENCES = { aws: 'sts.amazonaws.com', gcp: 'google', azure: 'api://AzureADTokenExchange' };
type Cloud = keyof typeof AUDIENCES;

let issuer: TestIssuer;
let exchange: string;
let token: string;
let temporary: string;
/** How often each cloud's token was asked for. */
let asked: Record<Cloud, number>;
/** Does something else than give a token. */
let instead: (cloud: Cloud, response: ServerResponse) => boolean;

beforeAll(async () => {
  issuer = await createTestIssuer({ issuer: 'https://gitlab.test', algorithms: ['ES256'] });
  token = await issuer.issue({ sub: 'project:42' });
  const { url } = await startScripted(stage, async (form, response) => {
    const wanted = form.get('audience');
    const cloud = (Object.keys(AUDIENCES) as Cloud[]).find((one) => AUDIENCES[one] === wanted);
    if (cloud === undefined) return answerJson(response, { error: 'invalid_target' }, 400);
    asked[cloud] += 1;
    if (instead(cloud, response)) return;
    answerJson(response, {
      access_token: await issuer.issue({ sub: `${cloud} ${asked[cloud]}` }),
      issued_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      token_type: 'N_A',
      expires_in: 4,
    });
  });
  exchange = url;
});

beforeEach(async () => {
  asked = { aws: 0, gcp: 0, azure: 0 };
  instead = () => false;
  temporary = await stage.folder();
});

/** Starts a job for three clouds, with a line of shell. */
async function startJob(line: string) {
  const file = join(await stage.folder(), 'job.jwt');
  await writeFile(file, token, { mode: 0o600 });
  const options = Object.entries({
    '--aws': 'arn:aws:iam::123456789012:role/deploy',
    '--gcp': 'projects/123456/locations/global/workloadIdentityPools/ci/providers/bridge',
    '--gcp-audience': AUDIENCES.gcp,
    '--azure': ID,
    '--azure-tenant-id': ID,
    '--exchange': exchange,
    '--token': `@${file}`,
  }).flat();
  return stage.start(['ci', 'exec', ...options, '--', 'sh', '-c', line], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary },
  });
}

/** Prints the numbers of the tokens whenever they change: each file is read as whole as it is. */
const WATCH = `cd "$(dirname "$AWS_WEB_IDENTITY_TOKEN_FILE")"; exec node -e '
  const { readFileSync } = require("node:fs");
  const numberOf = (cloud) => {
    const parts = readFileSync(cloud + "-token", "utf8").split(".");
    if (parts.length !== 3) throw new Error("a part of a token");
    const { sub } = JSON.parse(Buffer.from(parts[1], "base64url"));
    if (!sub.startsWith(cloud + " ")) throw new Error("the token of " + sub);
    return sub.split(" ")[1];
  };
  let before;
  setInterval(() => {
    const now = ["aws", "gcp", "azure"].map((cloud) => cloud + numberOf(cloud)).join(" ");
    if (now !== before) console.log(before = now);
  }, 5);
'`;

test('each is renewed by itself, and at one time', async () => {
  const job = await startJob(WATCH);
  for (const cloud of Object.keys(AUDIENCES)) {
    await job.waitFor('stdout', new RegExp(`\\b${cloud}4\\b`));
  }
  expect(await readdir(temporary)).toHaveLength(1);
  expect(await job.stop('SIGTERM')).toEqual({ code: 143, signal: null });
  expect(await readdir(temporary)).toEqual([]);
  expect(job.stderr()).toBe(
    'drawbridge: this job: the tokens for AWS, Google Cloud and Azure are renewed for as long as the command runs\n',
  );
});

test('one that fails later is told of, once; the others go on, and it comes back', async () => {
  let isDown = false;
  instead = (cloud, response) => {
    if (!isDown || cloud !== 'gcp') return false;
    response.destroy();
    return true;
  };
  const job = await startJob(WATCH);
  await job.waitFor('stdout', /aws1 gcp1 azure1/);
  isDown = true;
  await job.waitFor('stdout', /\baws4\b/);
  await job.waitFor('stdout', /\bazure4\b/);
  // At least twice in vain.
  await expect.poll(() => asked.gcp, { timeout: 20_000 }).toBeGreaterThan(2);
  expect(job.stdout()).not.toMatch(/gcp[^1]/);
  isDown = false;
  await job.waitFor('stderr', /the token for Google Cloud is renewed again/);
  await job.waitFor('stdout', /gcp[2-9]/);
  await job.stop('SIGTERM');
  const told = job.stderr().match(/the token for .* could not be renewed.*/g);
  expect(told).toEqual([
    expect.stringMatching(
      /^the token for Google Cloud could not be renewed: http.*It is tried again; the command goes on\./,
    ),
  ]);
  expect(await readdir(temporary)).toEqual([]);
});

test('one that is silent at a refresh holds no other', async () => {
  let isSilent = false;
  instead = (cloud) => isSilent && cloud === 'azure';
  const job = await startJob(WATCH);
  await job.waitFor('stdout', /aws1 gcp1 azure1/);
  isSilent = true;
  await job.waitFor('stdout', /\baws4\b/);
  await job.waitFor('stdout', /\bgcp4\b/);
  expect(job.stdout()).not.toMatch(/azure[^1]/);
  expect(await job.stop('SIGINT')).toEqual({ code: 130, signal: null });
  expect(job.stderr()).not.toContain('could not be');
  expect(await readdir(temporary)).toEqual([]);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s while one is still missing: nothing is run, and no file is left of the others',
  async (signal) => {
    // They ask one after the other, in whichever order they come.
    let missing = '';
    instead = (cloud) => {
      if (asked.aws + asked.gcp + asked.azure < 3) return false;
      missing = `${cloud}-token`;
      return true;
    };
    const job = await startJob('echo ran');
    await expect.poll(() => missing, { timeout: 20_000 }).not.toBe('');
    const [folder = ''] = await readdir(temporary);
    const files = ['aws-token', 'azure-token', 'gcp-token', 'gcp.json'];
    await expect
      .poll(async () => (await readdir(join(temporary, folder))).toSorted(), { timeout: 20_000 })
      .toEqual(files.filter((file) => file !== missing));
    const { code } = await job.stop(signal);
    expect(code).toBe({ SIGTERM: 143, SIGINT: 130, SIGHUP: 129 }[signal]);
    expect([job.stdout(), job.stderr()]).toEqual(['', '']);
    expect(await readdir(temporary)).toEqual([]);
  },
);

test('no token is in what was said', () => {
  expect(stage.output()).toContain('renewed');
  expect(stage.output()).not.toContain('eyJ');
});
