import { readBody } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { teeBody } from './tee-body.ts';

async function* chunks(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}

it('shows the body that another has read, as far as it was', async () => {
  const { call, text } = teeBody({ ...testCall(), body: chunks('one ', 'two') });
  expect(text()).toBe('');
  expect(Buffer.from(await readBody(call, 100)).toString()).toBe('one two');
  expect(text()).toBe('one two');
});

it('keeps no more of a body than tokens need, and passes all of it on', async () => {
  const long = 'x'.repeat(300_000);
  const { call, text } = teeBody({ ...testCall(), body: chunks('one ', long) });
  expect((await readBody(call, 1_000_000)).length).toBe(300_004);
  expect(text()).toBe('one ');
});

it('leaves a call without a body as it is', () => {
  const call = { ...testCall(), body: null };
  expect(teeBody(call).call).toBe(call);
});
