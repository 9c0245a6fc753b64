import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasted } from './pasted-redirect.ts';
import { readPastedRedirect } from './read-pasted-redirect.ts';

const redirectUri = 'http://127.0.0.1:6432/callback';

describe('readPasted', () => {
  it.each([
    'http://evil.test/callback?code=c&state=s',
    'https://id.test/auth?state=s&client_id=secret',
    'http://127.0.0.1:6433/callback?code=c&state=s',
    'http://127.0.0.1:6432/callback',
    'http://127.0.0.1:6432/callback?code=secret',
    'drawbridge login',
    'secret',
    '?',
    '#',
  ])('says what is wrong with %s, and repeats no secret', (line) => {
    const pasted = readPasted(line, redirectUri);
    if (!('fault' in pasted)) throw new Error('taken');
    expect(pasted.fault).not.toContain('secret');
    expect(pasted.fault).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    `${redirectUri}?code=c%2B&state=s`,
    `  "${redirectUri}?code=c%2B&state=s" `,
    `<${redirectUri}?state=s&code=c%2B>`,
    `${redirectUri}#state=s&code=c%2B`,
    `${redirectUri}?code=c%2B&state=s#`,
    '127.0.0.1:6432/callback?code=c%2B&state=s',
    '?code=c%2B&state=s',
    '#code=c%2B&state=s',
    'code=c%2B&state=s',
  ])('takes %s', (line) => {
    const pasted = readPasted(line, redirectUri);
    if ('fault' in pasted) throw new Error(pasted.fault);
    expect([pasted.parameters.get('code'), pasted.parameters.get('state')]).toEqual(['c+', 's']);
  });

  it('gets back whatever a provider answers', () => {
    const value = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(value, value, fc.constantFrom('?', '#'), (code, state, mark) => {
        const answer = new URLSearchParams({ code, state });
        const pasted = readPasted(`${redirectUri}${mark}${answer.toString()}`, redirectUri);
        expect('parameters' in pasted && [...pasted.parameters]).toEqual([...answer]);
      }),
    );
  });

  it('throws for nothing', () => {
    fc.assert(fc.property(fc.string(), (line) => void readPasted(line, redirectUri)));
  });

  it.each([
    ['http://127.0.0.1:6432', 'http://127.0.0.1:6432/'],
    ['https://App.example.com:443/back', 'https://app.example.com/back'],
  ])('knows the redirect URI %s as a browser shows it', (uri, shown) => {
    expect(readPasted(`${shown}?code=c&state=s`, uri)).toHaveProperty('parameters');
    expect(readPasted(`${shown}x?code=c&state=s`, uri)).toHaveProperty('fault');
  });
});

describe('readPastedRedirect', () => {
  function start(signal: AbortSignal = new AbortController().signal) {
    const input = new PassThrough();
    const said: string[] = [];
    const code = readPastedRedirect(input, {
      redirectUri,
      judge: (parameters) =>
        parameters.get('state') === 'broken'
          ? Promise.reject(new Error('broken'))
          : Promise.resolve(parameters.get('state') === 's' ? parameters.get('code') : undefined),
      say: (sentences) => said.push(sentences),
      signal,
    });
    return { input, said, code };
  }

  it('says what is wrong with each line, and waits on', async () => {
    const { input, said, code } = start();
    input.write(`nonsense\n\n${redirectUri}?code=a&state=other\n${redirectUri}?co`);
    input.write('de=b&state=s\n');
    expect(await code).toBe('b');
    expect(said).toEqual([
      expect.stringContaining('no answer'),
      expect.stringContaining('not of this sign-in'),
    ]);
  });

  it('takes a line of more than 4096 bytes, also without its end', async () => {
    const { input, code } = start();
    input.end(`${redirectUri}#state=s&code=${'a'.repeat(20_000)}`);
    expect(await code).toHaveLength(20_000);
  });

  it('ends with the input, and with the signal', async () => {
    const { input, code } = start();
    input.end('nonsense\n');
    expect(await code).toBeUndefined();
    const controller = new AbortController();
    const other = start(controller.signal);
    controller.abort(new Error('called off'));
    await expect(other.code).rejects.toThrow('called off');
    expect(other.input.listenerCount('data')).toBe(0);
    await expect(start(controller.signal).code).rejects.toThrow('called off');
  });

  it('throws what the judge throws', async () => {
    const { input, code } = start();
    input.write(`${redirectUri}?code=a&state=broken\n`);
    await expect(code).rejects.toThrow('broken');
  });
});
