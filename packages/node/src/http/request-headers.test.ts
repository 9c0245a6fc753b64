import { describe, expect, it } from 'vitest';
import { requireHeaders } from './request-headers.ts';

describe('requireHeaders', () => {
  it('answers the names in lower case', () => {
    const headers = { 'User-Agent': 'a', 'X-Token': 'b c\td', 'x-a': 'é' };
    expect(requireHeaders(headers)).toEqual({ 'user-agent': 'a', 'x-token': 'b c\td', 'x-a': 'é' });
    expect(requireHeaders({})).toEqual({});
  });

  it.each(['', ' ', 'a b', 'a:', 'a\r\nb', 'é', 'a\0'])('refuses the name %j', (name) => {
    expect(() => requireHeaders({ [name]: 'sesame' })).toThrow(
      new TypeError(
        `the header ${JSON.stringify(name)} is not well-formed as the name of a header`,
      ),
    );
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'If-None-Match', 'range'])(
    'refuses to set %s',
    (name) => {
      expect(() => requireHeaders({ [name]: 'sesame' })).toThrow(
        new TypeError(
          `the header "${name}" cannot be set: requests would go elsewhere, or their answers be no whole documents`,
        ),
      );
    },
  );

  it.each(['a\nb', 'a\rb', 'a\0b', 'sesame\r\nx: y', '\x7f', '\u0100', '🔑'])(
    'refuses the value %j and does not repeat it',
    (value) => {
      expect(() => requireHeaders({ Authorization: value })).toThrow(
        new TypeError(
          'the header "Authorization" has a character that the value of a header may not have',
        ),
      );
    },
  );

  it('refuses a name in two spellings', () => {
    expect(() => requireHeaders({ authorization: 'a', Authorization: 'b' })).toThrow(
      new TypeError('the header "Authorization" is there twice'),
    );
  });
});
