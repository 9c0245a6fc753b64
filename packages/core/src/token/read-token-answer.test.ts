import { expect, test } from 'vitest';
import { readTokenAnswer } from './read-token-answer.ts';

const ADDRESS = 'https://bridge.test/token';
const bodyOf = (length: number) => new Response(new Uint8Array(length)).body;

test('reads an answer of 256 KiB, and one without a body', async () => {
  expect(await readTokenAnswer(bodyOf(262_144), ADDRESS)).toHaveLength(262_144);
  expect(await readTokenAnswer(null, ADDRESS)).toHaveLength(0);
});

test('does not take an answer of a byte more, and says whose it is', async () => {
  await expect(readTokenAnswer(bodyOf(262_145), ADDRESS)).rejects.toMatchObject({
    code: 'token_endpoint_invalid',
    message: `${ADDRESS} answered with more than 262144 bytes`,
  });
});
