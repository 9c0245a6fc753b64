import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from './data-folder.ts';

const usual = join(homedir(), '.local', 'state', 'drawbridge');

describe('dataFolder', () => {
  it.each([
    ['relative', 'state'],
    ['empty', ''],
    ['a relative path that leads up', '../state'],
  ])('ignores an XDG_STATE_HOME that is %s', (_, state) => {
    expect(dataFolder(undefined, { XDG_STATE_HOME: state })).toBe(usual);
  });

  it('is in the state folder of the user when none is given', () => {
    expect(dataFolder(undefined, {})).toBe(usual);
    expect(dataFolder('', {})).toBe(usual);
    expect(dataFolder(undefined, { XDG_STATE_HOME: '/var/state' })).toBe('/var/state/drawbridge');
  });

  it('is the folder that is given, as an absolute path', () => {
    expect(dataFolder('data', { XDG_STATE_HOME: '/var/state' })).toBe(resolve('data'));
    expect(dataFolder('/data', {})).toBe('/data');
    expect(isAbsolute(dataFolder('.', {}))).toBe(true);
  });
});
