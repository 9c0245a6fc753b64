import { describe, expect, it } from 'vitest';
import { createCredentialReader } from './read-credentials.ts';
import { requestFields } from './request-fields.ts';

describe('requestFields', () => {
  const request = new Request('https://api.test/', {
    headers: [
      ['Authorization', 'Bearer a'],
      ['X-B', '1'],
    ],
  });

  it('has the fields, and nobody at the other end', () => {
    expect(requestFields(request)).toEqual({
      headers: [
        ['authorization', 'Bearer a'],
        ['x-b', '1'],
      ],
      peer: { address: undefined },
    });
  });

  it('has the peer that it is told of', () => {
    expect(requestFields(request, { address: '192.0.2.1' }).peer).toEqual({ address: '192.0.2.1' });
  });

  it('does not hide that a field was there twice', () => {
    const { read } = createCredentialReader({
      name: 'test',
      access: [{ name: 'authorization', scheme: 'Bearer' }],
      source: 'this test',
    });
    const twice = new Request('https://api.test/', {
      headers: [
        ['Authorization', 'Bearer a'],
        ['Authorization', 'Bearer b'],
      ],
    });
    expect(() => read(requestFields(twice).headers)).toThrow(
      expect.objectContaining({ code: 'credentials_ambiguous' }),
    );
  });
});
