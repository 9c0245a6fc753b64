import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeLoginProfile } from './write-login-profile.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'drawbridge-profile-'));
});
afterEach(() => rm(home, { recursive: true }));

const write = (program: string) =>
  writeLoginProfile(
    {
      name: 'dev',
      region: undefined,
      force: false,
      keysFile: undefined,
      keys: undefined,
      command: ['/usr/bin/node', program, 'credential-process', '--profile', 'dev'],
    },
    { AWS_CONFIG_FILE: join(home, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(home, 'keys') },
  );

describe('writeLoginProfile', () => {
  it.each(['/opt/a"b', "/opt/a'b", '/opt/$HOME', '/opt/a;b', '/opt/a\nb', '/opt/`id`'])(
    'writes nothing where SDKs would read other words: %j',
    async (program) => {
      await expect(write(program)).rejects.toMatchObject({ code: 'cloud_setting_invalid' });
      await expect(readFile(join(home, 'config'))).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it.each([
    ['/opt/drawbridge', '/opt/drawbridge'],
    ['/opt/my programs/drawbridge', '"/opt/my programs/drawbridge"'],
  ])('has the program run by its whole path: %s', async (program, word) => {
    await write(program);
    expect(await readFile(join(home, 'config'), 'utf8')).toContain(
      `credential_process = /usr/bin/node ${word} credential-process --profile dev\n`,
    );
  });
});
