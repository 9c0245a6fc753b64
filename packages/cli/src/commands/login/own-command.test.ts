import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { dataFolder } from '@drawbridge/node';
import { describe, expect, it } from 'vitest';
import { createContext } from '../../context.ts';
import { createTestTerminal } from '../../test-run.fixture.ts';
import { ownCommand } from './own-command.ts';

const [node, program] = process.argv;

async function rest(env: NodeJS.ProcessEnv, options: { data?: string; config?: string } = {}) {
  const context = createContext(createTestTerminal({ env }));
  const words = await ownCommand(['kubernetes', 'credential'], 'dev', options, context);
  const common = [node, program, 'kubernetes', 'credential', '--profile', 'dev'];
  expect(words.slice(0, common.length)).toEqual(common);
  return words.slice(common.length);
}

describe('ownCommand', () => {
  it('is short where all is as usual', async () => {
    expect(await rest({})).toEqual([]);
    expect(await rest({}, { data: dataFolder(undefined, {}) })).toEqual([]);
  });

  it('names the folder of an environment that whoever runs it need not have', async () => {
    expect(await rest({ XDG_STATE_HOME: '/var/state' })).toEqual(['--data=/var/state/drawbridge']);
    expect(await rest({ DRAWBRIDGE_DATA: '/srv/data' })).toEqual(['--data=/srv/data']);
  });

  it('names the configuration by its whole path, and the folder with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drawbridge-own-'));
    try {
      const file = join(folder, 'team.yaml');
      await writeFile(file, 'version: 1\n');
      const words = await rest({}, { config: relative('.', file), data: 'here' });
      expect(words).toEqual([`--data=${resolve('here')}`, `--config=${file}`]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
