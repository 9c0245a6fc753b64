import { toDrawbridgeError } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { authenticationOf, proofOf } from './client-proof.ts';
import { secretMethods } from './secret-methods.ts';

const [basic, post] = ['client_secret_basic', 'client_secret_post'] as const;

function methodsOf(...clientMethods: readonly string[]) {
  return secretMethods({ discoveryUrl: 'https://id.test/d', clientMethods });
}

it.each([['private_key_jwt'], ['none'], ['client_secret_jwt', 'tls_client_auth'], []])(
  'sends no secret to a provider that takes %s %s',
  (...named) => {
    try {
      methodsOf(...named);
      throw new Error('it was taken');
    } catch (thrown) {
      const { code, message } = toDrawbridgeError(thrown);
      expect(code).toBe('sign_in_unavailable');
      for (const method of named) expect(message).toContain(method);
    }
  },
);

it('takes Basic where it is named or nothing is said, and the body where only that is', () => {
  expect(secretMethods({ discoveryUrl: 'https://id.test/d' })).toEqual([basic, post]);
  expect(methodsOf('none', post, basic)).toEqual([basic, post]);
  expect(methodsOf(basic, 'private_key_jwt')).toEqual([basic]);
  expect(methodsOf('none', post)).toEqual([post]);
});

it('makes the same client again of what is kept of it', () => {
  for (const method of [basic, post]) {
    const client = { method, clientId: 'c', clientSecret: 's' };
    expect(authenticationOf('c', proofOf(client))).toEqual(client);
  }
  const open = { method: 'none', clientId: 'c' } as const;
  expect(authenticationOf('c', proofOf(open))).toEqual(open);
});
