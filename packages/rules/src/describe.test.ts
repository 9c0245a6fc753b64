import { describe, expect, it } from 'vitest';
import { describeRule } from './describe.ts';

describe('describeRule', () => {
  it('says the condition and the grant', () => {
    expect(
      describeRule({
        name: 'deploy',
        match: { issuer: 'https://ci.test', claims: { ref: 'main', env: 'prod' } },
        grant: { audience: 'aws', copy: ['sub', 'ref'], lifetime: 60 },
      }),
    ).toBe(
      [
        'rule deploy',
        '  when  iss = "https://ci.test" and ref = "main" and env = "prod"',
        '  then  aud = "aws", for 60 seconds at most',
        '  copy  sub, ref and nothing else',
      ].join('\n'),
    );
  });

  it('says the defaults', () => {
    const text = describeRule({
      name: 'n',
      match: { issuer: 'https://ci.test' },
      grant: { audience: 'aws' },
    });
    expect(text).toContain('for 600 seconds at most\n  copy  sub and nothing else');
  });

  it('says that a token is taken once', () => {
    const text = describeRule({
      name: 'n',
      match: { issuer: 'https://ci.test' },
      grant: { audience: 'aws', algorithm: 'ES256', once: true },
    });
    expect(text).toContain('for 600 seconds at most, signed with ES256, once for each token\n');
  });

  it('says when nothing is copied', () => {
    const text = describeRule({
      name: 'n',
      match: { issuer: 'https://ci.test' },
      grant: { audience: 'aws', copy: [] },
    });
    expect(text).toContain('  copy  no claim');
  });

  it('keeps values with quotes and line ends in their quotes', () => {
    const text = describeRule({
      name: 'n',
      match: { issuer: 'https://ci.test', claims: { a: 'x" and b = "y\n' } },
      grant: { audience: 'aws' },
    });
    expect(text).toContain(String.raw`a = "x\" and b = \"y\n"`);
    expect(text.split('\n')).toHaveLength(4);
  });

  it('says callers, several audiences, claims that are made, and the algorithm', () => {
    expect(
      describeRule({
        name: 'n',
        match: { issuer: 'https://ci.test', claims: { ref: { glob: 'v*' } }, client: ['a', 'b'] },
        grant: {
          audience: ['x', 'y', 'z'],
          copy: ['ref'],
          claims: { sub: 'p:{id}', n: { m: [1] } },
          algorithm: 'ES256',
        },
      }),
    ).toBe(
      [
        'rule n',
        '  when  iss = "https://ci.test" and ref matches "v*" and the caller is "a" or "b"',
        '  then  aud = "x", or "y", "z" when asked for, for 600 seconds at most, signed with ES256',
        '  copy  ref',
        '  make  sub = "p:{id}", n = {"m":[1]}',
      ].join('\n'),
    );
  });

  it('says that the upstream decides what the token is for', () => {
    const text = describeRule({
      name: 'n',
      match: { issuer: 'https://ci.test' },
      grant: { passUpstreamAudience: true, claims: { sub: 'x' } },
    });
    expect(text).toContain('then  aud = whatever the upstream token is for, for 600 seconds');
    expect(text).not.toContain('copy');
  });
});
