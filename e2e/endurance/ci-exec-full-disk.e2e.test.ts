import { readdir } from 'node:fs/promises';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { createStage } from '../support/stage.ts';

// The token of a job that is to be written to a disk that is really full.

const stage = createStage();
afterAll(() => stage.clear());

describe.runIf(mayMount())('on a full disk', () => {
  let disk: SmallDisk;
  let token: string;

  beforeAll(async () => {
    disk = mountSmallDisk(stage);
    token = await (await createTestIssuer({ issuer: 'https://ci.test' })).issue();
  });

  const runJob = () => {
    const role = ['--aws', 'arn:aws:iam::123456789012:role/deploy'];
    const options = [...role, '--token-variable', 'JOB', '--', 'echo', 'ran'];
    return stage.run(['ci', 'exec', ...options], { env: { TMPDIR: disk.path, JOB: token } });
  };

  test.each([
    ['bytes', {}],
    ['files', { names: 0 }],
    ['files but for one', { names: 1 }],
  ])('without room for %s nothing is run, and nothing is left', async (_, room) => {
    disk.fillUp(room);
    const { code, stdout, stderr } = await runJob();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/the token cannot be written to \S+ \(ENOSPC\)\n.*TMPDIR/);
    expect(stderr).not.toContain(token);
    expect(await readdir(disk.path)).toEqual(['filler']);
  });

  test('with room again it is run', async () => {
    disk.empty();
    expect(await runJob()).toMatchObject({ code: 0, stdout: 'ran\n' });
    expect(await readdir(disk.path)).toEqual([]);
  });
});
