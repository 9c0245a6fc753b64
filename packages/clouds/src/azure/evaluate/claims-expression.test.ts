import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubtAbout, holds, parseExpression } from './claims-expression.ts';

/** Microsoft's documentation, "Flexible federated identity credentials (preview)" (read 2026-11): what is not marked as ours. */
describe('parseExpression', () => {
  it.each([
    '',
    'sub',
    "claims['sub']",
    "claims['sub'] matches",
    "claims['sub']  matches 'a'",
    "claims['sub'] matches  'a'",
    "claims[sub] eq 'a'",
    'claims["sub"] eq "a"',
    "claims['sub'] eq 'a' or claims['sub'] eq 'b'",
    "claims['sub'] eq 'a' and",
    "claims['sub'] eq 'a' and ",
    " claims['sub'] eq 'a'",
    "claims['sub'] eq 'a'.",
    "claims['sub'] eq 'it''s'",
    "claims['sub'] EQ 'a'",
    "claims['a']['b'] eq 'a'",
    "not claims['sub'] eq 'a'",
  ])('does not take %j (ours)', (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });

  it.each([
    [
      "claims['sub'] matches 'repo:contoso/contoso-repo:ref:refs/heads/*'",
      [['sub', 'matches', 'repo:contoso/contoso-repo:ref:refs/heads/*']],
    ],
    [
      "claims['sub'] eq 'repo:contoso/contoso-repo:ref:refs/heads/main' and claims['job_workflow_ref'] matches 'foo-org/bar-repo /.github/workflows/*@refs/heads/main'",
      [
        ['sub', 'eq', 'repo:contoso/contoso-repo:ref:refs/heads/main'],
        ['job_workflow_ref', 'matches', 'foo-org/bar-repo /.github/workflows/*@refs/heads/main'],
      ],
    ],
    [
      "claims['sub'] eq 'a and claims[b] eq c' and claims['x'] eq ''",
      [
        ['sub', 'eq', 'a and claims[b] eq c'],
        ['x', 'eq', ''],
      ],
    ],
  ])('reads %j', (text, parts) => {
    expect(
      parseExpression(text)?.map(({ claim, operator, comparand }) => [claim, operator, comparand]),
    ).toEqual(parts);
  });

  it('reads what was written of the same parts (property)', () => {
    const words = fc.string({ maxLength: 8 }).filter((text) => !text.includes("'"));
    const part = fc.record({
      claim: words.filter((text) => text !== '' && !text.includes(']')),
      operator: fc.constantFrom('eq' as const, 'matches' as const),
      comparand: words,
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts
          .map(({ claim, operator, comparand }) => `claims['${claim}'] ${operator} '${comparand}'`)
          .join(' and ');
        expect(parseExpression(text)).toEqual(parts);
      }),
    );
  });

  it('reads a long one at once', () => {
    const text = Array<string>(20_000).fill("claims['a'] eq 'b'").join(' and ');
    expect(parseExpression(text)).toHaveLength(20_000);
    expect(parseExpression(`${text} and`)).toBeUndefined();
  });
});

describe('holds', () => {
  const judge = (operator: 'eq' | 'matches', comparand: string, value: string) =>
    holds({ claim: 'sub', operator, comparand }, value);

  it.each<['eq' | 'matches', string, string]>([
    ['eq', 'a', 'a'],
    ['matches', 'a', 'a'],
    [
      'matches',
      'repo:contoso/contoso-repo:ref:refs/heads/*',
      'repo:contoso/contoso-repo:ref:refs/heads/a/b',
    ],
    [
      'matches',
      'repo:contoso/contoso-repo-*:ref:refs/heads/????',
      'repo:contoso/contoso-repo-x:ref:refs/heads/main',
    ],
  ])('%s %j is met by %j', (operator, comparand, value) => {
    expect(judge(operator, comparand, value)).toBe(true);
  });

  it.each<['eq' | 'matches', string, string]>([
    ['eq', 'a*', 'ab'],
    ['matches', 'refs/heads/????', 'refs/heads/next2'],
    ['matches', 'refs/heads/????', 'refs/heads/abc'],
    ['matches', 'repo:contoso/*', 'xrepo:contoso/a'],
    ['matches', 'a', 'ab'],
  ])('%s %j is not met by %j', (operator, comparand, value) => {
    expect(judge(operator, comparand, value)).toBe(false);
  });

  it.each<['eq' | 'matches', string, string]>([
    ['eq', 'Repo:a', 'repo:a'],
    ['matches', 'Repo:*', 'repo:a'],
    ['matches', 'repo:*', 'repo:'],
    ['matches', '?', '😀'],
    ['matches', '*', 'a\nb'],
  ])('whether %s %j is met by %j is not documented', (operator, comparand, value) => {
    expect(judge(operator, comparand, value)).toBeUndefined();
  });
});

describe('doubtAbout', () => {
  it.each<['eq' | 'matches', string, string, string]>([
    ['eq', 'Repo:a', 'repo:a', 'case alone'],
    ['matches', 'Repo:*', 'repo:a', 'case alone'],
    ['matches', 'repo:*', 'repo:', 'stands for nothing'],
    ['matches', '?', '😀', 'beyond U+FFFF'],
    ['matches', '*', 'a\nb', 'control character'],
  ])('of %s %j and %j says why', (operator, comparand, value, why) => {
    expect(doubtAbout({ claim: 'sub', operator, comparand }, value)).toContain(why);
  });
});
