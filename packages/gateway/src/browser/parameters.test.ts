import { testCall } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { readForm, readQuery } from './parameters.ts';

const FORM = 'application/x-www-form-urlencoded';

it.each([
  ['no type', [], 'a=1', 'media_type_unsupported'],
  ['JSON', [['content-type', 'application/json']], '{"a":1}', 'media_type_unsupported'],
  ['text', [['content-type', 'text/plain']], 'a=1', 'media_type_unsupported'],
  [
    'two types',
    [
      ['content-type', FORM],
      ['content-type', FORM],
    ],
    'a=1',
    'media_type_unsupported',
  ],
  ['nothing', [['content-type', FORM]], '', 'body_missing'],
  ['more than a form has', [['content-type', FORM]], 'a'.repeat(70_000), 'body_too_large'],
  ['no UTF-8', [['content-type', FORM]], new Uint8Array([0x61, 0x3d, 0xff]), 'body_malformed'],
] as const)('takes %s for no form', async (_, headers, body, code) => {
  const call = testCall({ method: 'POST', headers, body });
  await expect(readForm(call)).rejects.toMatchObject({ code });
});

it('reads nothing that is there twice, and passes over what nobody asks for', async () => {
  const query = readQuery({ target: '/x?a=1&a=1&b=2&c=&d&e=%20' });
  expect(() => query.one('a')).toThrow(expect.objectContaining({ code: 'parameter_invalid' }));
  expect([query.one('b'), query.one('c'), query.one('d'), query.one('e')]).toEqual([
    '2',
    undefined,
    undefined,
    ' ',
  ]);
  expect(readQuery({ target: '/x' }).one('a')).toBeUndefined();
  const headers = [['content-type', `${FORM}; charset=utf-8`]] as const;
  const form = await readForm(testCall({ method: 'POST', headers, body: 'a=1+2&b=3' }));
  expect([form.one('a'), form.one('b')]).toEqual(['1 2', '3']);
});
