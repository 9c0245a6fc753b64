import { describe, expect, it } from 'vitest';
import { rememberCookies } from './seen-cookies.ts';

/** Opens cookies that name their host, and counts how often. */
function setUp(places = 10) {
  const asked: string[] = [];
  const open = rememberCookies(places, async (cookie, host) => {
    asked.push(`${host} ${cookie}`);
    return cookie.startsWith(host) ? { of: cookie } : undefined;
  });
  return { open, asked };
}

const END = 'e'.repeat(48);

describe('rememberCookies', () => {
  it('gives what was opened for one host to no other', async () => {
    const { open } = setUp();
    expect(await open(`a.example ${END}`, 'a.example')).toEqual({ of: `a.example ${END}` });
    expect(await open(`a.example ${END}`, 'b.example')).toBeUndefined();
    expect(await open(`a.example ${END}`, 'a.example')).toEqual({ of: `a.example ${END}` });
  });

  it('opens a changed cookie with the end of a good one anew', async () => {
    const { open, asked } = setUp();
    await open(`a.example 1 ${END}`, 'a.example');
    expect(await open(`x.example 1 ${END}`, 'a.example')).toBeUndefined();
    expect(await open(`a.example 2 ${END}`, 'a.example')).toEqual({ of: `a.example 2 ${END}` });
    expect(asked).toHaveLength(3);
  });

  it('remembers what was refused for nobody, and what was opened as the same object', async () => {
    const { open, asked } = setUp();
    for (const _ of [1, 2]) expect(await open('made up', 'a.example')).toBeUndefined();
    expect(asked).toHaveLength(2);
    const opened = await open('a.example', 'a.example');
    expect(await open('a.example', 'a.example')).toBe(opened);
    expect(asked).toHaveLength(3);
  });

  it('remembers no more than its places', async () => {
    const { open, asked } = setUp(2);
    const cookies = ['a.example 1', 'a.example 2', 'a.example 3', 'a.example 4'];
    for (const cookie of [...cookies, ...cookies]) await open(cookie, 'a.example');
    expect(asked).toHaveLength(8);
  });

  it('refuses a number of places that is none', () => {
    for (const places of [0, 1.5, Number.NaN]) expect(() => setUp(places)).toThrow(TypeError);
  });
});
