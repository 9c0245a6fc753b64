import { inspect } from 'node:util';
import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignFault } from './foreign-fault.ts';
import { memoryKeeper } from './memory-keeper.ts';
import { settle, world } from './source.fixture.ts';

const SECRET = 'planted-refresh-token';

/** All that a log, a terminal or an answer could show of something. */
const shown = (value: unknown) =>
  `${inspect(value, { depth: 9, showHidden: true })} ${JSON.stringify(value)}`;

const raw: [string, unknown][] = [
  ['an Error', new Error(`POST failed: ${SECRET}`)],
  ['one of several lines', new Error(`x\n    at ${SECRET}\n    at ${SECRET}`)],
  ['one with a cause', new Error('outer', { cause: new TypeError(SECRET) })],
  [
    'one whose text was cut',
    Object.assign(new Error('x'), { stack: `Error: x\n    at ${SECRET}\n    at ${SECRET} (a:1)` }),
  ],
  ['one with no stack', Object.assign(new Error(SECRET), { stack: null })],
  [
    'one that throws when it is read',
    Object.defineProperty(new Error('x'), 'name', {
      get() {
        throw new Error(SECRET);
      },
    }),
  ],
  ['one with more members', Object.assign(new Error('x'), { config: { body: SECRET } })],
  ['one whose text was changed', Object.assign(new Error(SECRET), { message: 'x' })],
  ['one with a strange name', Object.assign(new Error('x'), { name: SECRET })],
  ['one with a strange code', Object.assign(new Error('x'), { code: SECRET })],
  ['several', new AggregateError([new Error(SECRET)], SECRET)],
  ['a DOMException', new DOMException(SECRET, 'AbortError')],
  ['a text', SECRET],
  ['an object', { message: SECRET }],
];

describe('what a grant of one’s own throws', () => {
  it.each(raw)('is told of without its text: %s', async (_, thrown) => {
    const { source, grant, log } = world();
    grant.next.push(() => {
      throw thrown;
    });
    const fault: unknown = await source.get().catch((each: unknown) => each);
    expect(fault).toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/^the grant of the token source threw .* not repeated/),
      hint: expect.stringContaining('sign_in_needed'),
    });
    const again: unknown = await source.get().catch((each: unknown) => each);
    expect(shown([fault, again, (again as Error).cause, log.entries])).not.toContain(SECRET);
  });

  it('is found by its kind and its place', async () => {
    const { source, grant } = world();
    grant.obtain = () => {
      throw Object.assign(new RangeError(SECRET), { code: 'ECONNRESET' });
    };
    const fault: unknown = await source.get().catch((each: unknown) => each);
    expect(String(fault)).toContain('threw RangeError (ECONNRESET)');
    const { cause } = (fault as Error).cause as Error;
    expect((cause as Error).stack).toContain('foreign-fault.test.ts');
  });

  it('is passed on where it is a fault', () => {
    const fault = new DrawbridgeError('token_endpoint_unavailable');
    expect(foreignFault(fault, 'it', 'hint')).toBe(fault);
  });
});

it.each([undefined, null, 'access-token', 42])(
  'a grant that gives %j is told so',
  async (given) => {
    const { source, grant } = world();
    grant.obtain = async () => given as never;
    await expect(source.get()).rejects.toMatchObject({
      code: 'internal',
      message: 'the grant of the token source gave no token set',
      hint: expect.stringContaining('toTokenSet'),
    });
  },
);

describe('a keeper of one’s own', () => {
  it.each(['read', 'write'] as const)('tells nothing of its text: %s', async (part) => {
    const broken = () => Promise.reject(new Error(SECRET));
    const { source, log } = world({ keeper: { ...plain(), [part]: broken } });
    const fault: unknown = await source.get().catch((each: unknown) => each);
    expect(fault).toMatchObject({
      code: 'internal',
      message: expect.stringContaining('the keeper of the token source threw Error'),
      hint: expect.stringContaining('store_unavailable'),
    });
    await settle();
    expect(shown([fault, log.entries])).not.toContain(SECRET);
  });

  it('may say null for none, and for a conflict', async () => {
    const under = memoryKeeper();
    const keeper = {
      read: async () => ((await under.read()) ?? null) as never,
      write: async (...given: Parameters<typeof under.write>) =>
        ((await under.write(...given)) ?? null) as never,
    };
    const { source, make, grant, timers } = world({ keeper });
    const both = Promise.all([source.get(), make().get()]);
    await timers.pass(1);
    const given = await both;
    expect(given.map(({ accessToken }) => accessToken)).toEqual(['access-1', 'access-1']);
    expect(grant.requests).toHaveLength(1);
  });
});

it('repeats no text, whatever it is (property)', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      const secret = `<${text}>`;
      const fault = foreignFault(new Error(secret), 'it', 'hint');
      expect(`${fault.message} ${(fault.cause as Error).stack}`).not.toContain(secret);
    }),
  );
});

function plain() {
  const keeper = memoryKeeper();
  return {
    read: () => keeper.read(),
    write: (text: string, over: string | undefined) => keeper.write(text, over),
  };
}
