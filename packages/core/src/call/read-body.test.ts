import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { Call } from './call.ts';
import { readBody } from './read-body.ts';

const read = async (options: Parameters<typeof testCall>[0], limit = 10) =>
  new TextDecoder().decode(await readBody(testCall(options), limit));

/** A body that tells how many chunks were asked of it. */
function counted(chunk: Uint8Array) {
  const count = { chunks: 0 };
  async function* body(): AsyncGenerator<Uint8Array> {
    for (;;) {
      count.chunks++;
      yield chunk;
    }
  }
  return { count, body: body() };
}

describe('readBody', () => {
  it('joins the chunks', async () => {
    expect(await read({ body: 'hello' })).toBe('hello');
    expect(await read({ body: ['he', '', 'll', 'o'] })).toBe('hello');
  });

  it('takes as many bytes as the limit says, and not one more', async () => {
    expect(await read({ body: ['12345', '67890'] })).toBe('1234567890');
    await expect(read({ body: ['12345', '67890', 'x'] })).rejects.toMatchObject({
      code: 'body_too_large',
      status: 413,
      hint: 'Send no more than 10 bytes.',
    });
  });

  it('counts bytes, not characters', async () => {
    await expect(read({ body: 'üüüüüü' })).rejects.toMatchObject({ code: 'body_too_large' });
  });

  it.each([[undefined], [''], [['', '']]])('misses the body when it is %j', async (body) => {
    await expect(read(body === undefined ? {} : { body })).rejects.toMatchObject({
      code: 'body_missing',
    });
  });

  it('does not begin to read what is announced as too large', async () => {
    const { count, body } = counted(new Uint8Array(1));
    const call: Call = { ...testCall({ headers: [['Content-Length', '11']] }), body };
    await expect(readBody(call, 10)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(count.chunks).toBe(0);
  });

  it.each(['1', '0', '-5', 'many', ''])('does not believe an announced %j', async (length) => {
    const { count, body } = counted(new Uint8Array(4));
    const call: Call = { ...testCall({ headers: [['content-length', length]] }), body };
    await expect(readBody(call, 10)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(count.chunks).toBe(3);
  });

  it('passes on what the body throws', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1);
      throw new Error('the caller went away');
    }
    await expect(readBody({ ...testCall(), body: broken() }, 10)).rejects.toThrow('went away');
  });
});
