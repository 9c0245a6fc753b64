import { join } from 'node:path';
import { dataFolder } from '@drawbridge/node';
import { describe, expect, it } from 'vitest';
import { signInCommand } from './sign-in-command.ts';

const state = { XDG_STATE_HOME: '/var/state' };

describe('signInCommand', () => {
  it.each([
    ['is the usual one', dataFolder(undefined, {}), {}],
    ['is that of the environment', '/var/state/drawbridge', state],
    ['is the one that a variable names', '/srv/data', { ...state, DRAWBRIDGE_DATA: '/srv/data' }],
  ])('names no folder that %s', (_, data, env) => {
    const { hint } = signInCommand(data, env).needed('dev', 'it has ended');
    expect(hint).toBe('Run: drawbridge login --profile dev');
  });

  it.each([
    ['is another than that of the environment', dataFolder(undefined, {}), state],
    ['is that of another environment', '/var/state/drawbridge', {}],
    ['is another than a variable names', '/var/state/drawbridge', { DRAWBRIDGE_DATA: '/srv/data' }],
  ])('names one that %s', (_, data, env) => {
    const { hint } = signInCommand(data, env).needed('dev', 'it has ended');
    expect(hint).toBe(`Run: drawbridge login --profile dev --data ${data}`);
  });

  it('quotes what a shell would take apart', () => {
    const { hint } = signInCommand(join('/srv', 'my data'), {}).needed("it's", 'it has ended');
    expect(hint).toBe(`Run: drawbridge login --profile 'it'\\''s' --data '/srv/my data'`);
  });
});
