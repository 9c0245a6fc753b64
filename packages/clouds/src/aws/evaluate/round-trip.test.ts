import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTrust } from '../trust/plan-trust.ts';
import { printTrust } from '../trust/print-trust.ts';
import { compileTrustPolicy } from './compile-trust-policy.ts';
import { readTrustPolicy } from './read-trust-policy.ts';
import { tagged, WEB } from './trust.fixture.ts';
import { trustPolicyWarnings } from './warnings.ts';

const base = {
  issuer: 'https://oidc.example.com/team',
  audiences: ['sts.amazonaws.com', 'other'],
  subjects: ['repo:acme/app:ref:refs/heads/main', 'odd ${sub} * ? $'],
  subjectPatterns: ['repo:acme/tools:*'],
  account: '123456789012',
};
const roleArn = 'arn:aws:iam::123456789012:role/drawbridge';
const written = (own: object = {}) => {
  const document = readTrustPolicy(JSON.parse(printTrust(planTrust({ ...base, ...own }), 'json')));
  return { document, compiled: compileTrustPolicy(document) };
};
const tokenOf = (
  sub: string,
  own: { iss?: string; aud?: unknown; [claim: string]: unknown } = {},
) => {
  const { iss = base.issuer, ...claims } = own;
  return { issuer: iss, claims: { iss, aud: 'sts.amazonaws.com', sub, ...claims } };
};

describe('what "aws trust" writes', () => {
  const { compiled, document } = written();
  const [main = '', odd = ''] = base.subjects;

  it.each([
    ['a subject', tokenOf(main)],
    ['a subject with what means something elsewhere', tokenOf(odd)],
    ['the other audience', tokenOf(main, { aud: 'other' })],
    ['a subject of the pattern', tokenOf('repo:acme/tools:pull_request')],
  ])('lets in %s', (_, token) => {
    expect(compiled.evaluate(token, { roleArn })).toMatchObject({ verdict: 'allowed' });
  });

  it.each([
    ['another subject', tokenOf(`${main}x`)],
    ['a subject in another case', tokenOf(main.toUpperCase())],
    ['a subject with a slash at the end', tokenOf(`${main}/`)],
    ['what a wildcard would take', tokenOf('odd ${sub} x y $')],
    ['what a variable would take', tokenOf('odd odd * ? $')],
    ['another audience', tokenOf(main, { aud: 'sts.amazonaws.com/' })],
    ['an audience in another case', tokenOf(main, { aud: 'STS.amazonaws.com' })],
    ['another client', tokenOf(main, { azp: 'x' })],
    ['a subject before the pattern', tokenOf('repo:acme/tool:x')],
    ['an issuer with a slash at the end', tokenOf(main, { iss: `${base.issuer}/` })],
    ['an issuer in another case', tokenOf(main, { iss: 'https://oidc.example.com/Team' })],
    ['an issuer without its path', tokenOf(main, { iss: 'https://oidc.example.com' })],
    ['tags', tokenOf(main, tagged({ a: 'b' }))],
  ])('refuses %s', (_, token) => {
    expect(compiled.evaluate(token, { roleArn })).toMatchObject({ verdict: 'refused' });
  });

  it('lets in tags and a source identity where it was told to', () => {
    const own = written({ sessionTags: true, sourceIdentity: true }).compiled;
    const token = tokenOf(main, {
      ...tagged({ a: 'b' }),
      'https://aws.amazon.com/source_identity': 'me',
    });
    expect(own.decide(token)).toBe('allowed');
    expect(document.statements[0]?.actions).toEqual([WEB]);
  });

  it('has nothing to be warned of', () => {
    // Subjects that look like patterns are meant letter by letter here, which its writer is told.
    const texts = trustPolicyWarnings(document).map(({ text }) => text);
    expect(texts.filter((text) => !text.includes('for these characters themselves'))).toEqual([]);
  });

  it('lets in exactly its subjects and audiences (property)', () => {
    const text = fc
      .array(fc.constantFrom('a', 'A', '*', '?', '$', '{', '}', '${', '/', ':', ' ', "'", ','), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(''))
      .filter((one) => one.trim() !== '');
    fc.assert(
      fc.property(text, text, text, text, (subject, audience, otherSubject, otherAudience) => {
        const own = written({
          subjects: [subject],
          subjectPatterns: [],
          audiences: [audience],
        }).compiled;
        expect(own.decide(tokenOf(subject, { aud: audience }))).toBe('allowed');
        const isSame = otherSubject === subject && otherAudience === audience;
        expect(own.decide(tokenOf(otherSubject, { aud: otherAudience }))).toBe(
          isSame ? 'allowed' : 'refused',
        );
      }),
    );
  });
});
