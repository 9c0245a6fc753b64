import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { codeOf } from './code-of.fixture.ts';
import { awsClaims, type AwsClaimsOptions } from './token-claims.ts';

const refused = (message: RegExp) =>
  expect.objectContaining({
    code: 'cloud_setting_invalid',
    message: expect.stringMatching(message),
  });

describe('awsClaims', () => {
  const cases: readonly (readonly [string, AwsClaimsOptions, RegExp])[] = [
    ['an empty key', { tags: [['', 'x']] }, /no key of a session tag/],
    ['a long key', { tags: [['k'.repeat(129), 'x']] }, /no key of a session tag/],
    ['a key with a quotation mark', { tags: [['a"b', 'x']] }, /no key of a session tag/],
    ['a key of AWS', { tags: [['AWS:x', 'x']] }, /begins with aws:/],
    ['a long value', { tags: [['k', 'v'.repeat(257)]] }, /the value of the session tag/],
    ['a value with a line end', { tags: [['k', 'a\n']] }, /the value of the session tag/],
    [
      'two keys that differ in case',
      {
        tags: [
          ['Team', 'a'],
          ['team', 'b'],
        ],
      },
      /are the same/,
    ],
    [
      '51 tags',
      { tags: Array.from({ length: 51 }, (_, at) => [`k${at}`, 'v'] as const) },
      /there are 51/,
    ],
    ['a transitive key without a tag', { tags: [['a', 'b']], transitive: ['c'] }, /is transitive/],
    ['a source identity of one letter', { sourceIdentity: 'a' }, /is no source identity/],
    ['a source identity with a slash', { sourceIdentity: 'a/b' }, /is no source identity/],
  ];
  it.each(cases)('refuses %s', (_, options, message) => {
    expect(() => awsClaims(options)).toThrow(refused(message));
  });

  it('writes the claims as the IAM user guide has them', () => {
    const tags = [
      ['Project', 'Automation'],
      ['CostCenter', '987654'],
    ] as const;
    expect(awsClaims({ tags, transitive: ['project'], sourceIdentity: 'ann@example.com' })).toEqual(
      {
        'https://aws.amazon.com/tags': {
          principal_tags: { Project: ['Automation'], CostCenter: ['987654'] },
          transitive_tag_keys: ['Project'],
        },
        'https://aws.amazon.com/source_identity': 'ann@example.com',
      },
    );
  });

  it('writes nothing of nothing', () => {
    expect(awsClaims({})).toEqual({});
  });

  it('never passes on what AWS would refuse (property)', () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 300 }),
      fc.stringMatching(/^[\w:/=+@. -]{0,140}$/),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 60 }), (tags) => {
        let claims: Readonly<Record<string, unknown>>;
        try {
          claims = awsClaims({ tags });
        } catch (thrown) {
          expect(codeOf(thrown)).toBe('cloud_setting_invalid');
          return;
        }
        const { principal_tags: written = {} } = (claims['https://aws.amazon.com/tags'] ?? {}) as {
          principal_tags?: Record<string, string[]>;
        };
        expect(Object.entries(written)).toHaveLength(tags.length);
        expect(tags.length).toBeLessThanOrEqual(50);
        for (const [key, [value = '']] of Object.entries(written)) {
          expect(key).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u);
          expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
        }
      }),
    );
  });
});
