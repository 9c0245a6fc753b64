import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCommand } from '../support/command.ts';
import { addressOf, createLoginPlace, type LoginPlace } from '../support/login-place.ts';
import { mayMount, mountSmallDisk } from '../support/small-disk.ts';
import { createStage } from '../support/stage.ts';

// Sign-ins by the command whose disk is full, or read only, when the browser comes back.

const stage = createStage();
afterAll(() => stage.clear());

let place: LoginPlace;
beforeAll(async () => {
  place = await createLoginPlace(stage);
});

const codeOf = async (command: RunningCommand) => (await command.exited).code;

describe.runIf(mayMount())('a disk', () => {
  it.each(['full', 'read only'] as const)('of AWS’s files that is %s', async (how) => {
    const disk = mountSmallDisk(stage);
    const { env, login: start } = await place.machine({
      AWS_CONFIG_FILE: join(disk.path, 'config'),
    });
    await writeFile(join(disk.path, 'config'), '[profile a]\n');
    const command = await start(...place.flags());
    await addressOf(command);
    if (how === 'full') disk.fillUp();
    else disk.makeReadOnly();
    const page = await place.browse(command);
    expect([await codeOf(command), command.stdout()]).toEqual([2, '']);
    expect(page).toContain('You are signed in, but');
    for (const said of [page, command.stderr()]) {
      expect(said).toContain('the login is kept, but its profile was not written');
      expect(said).toContain(how === 'full' ? 'ENOSPC' : 'EROFS');
      expect(said).toMatch(/drawbridge exec --profile dev .*-- COMMAND/);
      expect(said).not.toContain('--data or');
    }
    expect(await readFile(join(disk.path, 'config'), 'utf8')).toBe('[profile a]\n');
    const ran = await stage.run(['exec', '--profile', 'dev', '--', 'true'], { env });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  it('of the login that is full, or read only, keeps the login that was there', async () => {
    const disk = mountSmallDisk(stage);
    const { env, file, login: start } = await place.machine({ DRAWBRIDGE_DATA: disk.path });
    const first = await start(...place.flags());
    await place.browse(first);
    expect(await codeOf(first)).toBe(0);
    const config = await file('config');
    for (const [spoil, reason] of [
      [() => disk.fillUp(), 'ENOSPC'],
      [() => disk.makeReadOnly(), 'EROFS'],
    ] as const) {
      const command = await start('--profile', 'dev');
      await addressOf(command);
      spoil();
      const page = await place.browse(command);
      expect([await codeOf(command), command.stdout()]).toEqual([2, '']);
      for (const said of [page, command.stderr()]) expect(said).toContain(reason);
      expect(page).toContain('You are not signed in');
      const given = await stage.run(['credential-process', '--profile', 'dev'], { env });
      expect([given.code, given.stderr]).toEqual([0, '']);
      expect(await file('config')).toBe(config);
      if (reason === 'ENOSPC') disk.empty();
    }
  });
});
