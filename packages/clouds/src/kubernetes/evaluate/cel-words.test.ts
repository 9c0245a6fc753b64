import { assert, constantFrom, array, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { celWords, fieldsRead } from './cel-words.ts';

describe('fieldsRead', () => {
  // kubernetes/kubernetes: apiserver/pkg/apis/apiserver/validation/validation.go, hasSelectExp, 2026-11; the grammar is that of
  // github.com/google/cel-spec, doc/langdef.md, "Syntax".
  it.each([
    ['claims.email', 'email'],
    ['has(claims.email)', 'email'],
    ['claims.?email', 'email'],
    ['( claims ) . email', 'email'],
    ['((claims)).email', 'email'],
    ['claims // the claims\n .email', 'email'],
    ['claims.`email`', 'email'],
    ['claims.`e.mail`', 'e.mail'],
    ['{"a": claims.email}', 'email'],
    ['["a"].map(i, i + claims.email)', 'email'],
    ['claims.email.trim()', 'email'],
    ['claims.email_', 'email_'],
    ["'it''s' + claims.email", 'email'],
    [String.raw`r'\' + claims.email`, 'email'],
    [String.raw`"\"" + claims.email`, 'email'],
    [`'''a ' b''' + claims.email`, 'email'],
    ['true ? claims.email : claims.sub', 'email,sub'],
    ['claims["email"]', ''],
    ['claims[?"email"]', ''],
    ['claims.other.claims.email', 'other'],
    ['a.?claims.email', ''],
    ['.claims.email', ''],
    ['myclaims.email', ''],
    ['claims.email()', ''],
    ['f(claims).email', ''],
    ['"claims.email"', ''],
    [`r"\\" + 'claims.email'`, ''],
    ['b"""claims.email"""', ''],
    ['// claims.email', ''],
    ['user.email', ''],
  ])('of %j are %j', (expression, fields) => {
    expect([...fieldsRead(expression, 'claims')].join()).toBe(fields);
  });

  it('is the same of an expression as of its words with anything between', () => {
    const word = constantFrom(
      'claims',
      'email',
      '.',
      '?',
      '(',
      ')',
      '[',
      ']',
      '"a"',
      "'b'",
      '1',
      '+',
      'r"\\"',
    );
    const space = constantFrom(' ', '\n', '\t', '// x\n');
    assert(
      property(array(word, { maxLength: 12 }), space, (words, between) => {
        const joined = words.join(between);
        expect(celWords(joined).map(({ text }) => text)).toEqual(words);
        expect(fieldsRead(joined, 'claims')).toEqual(fieldsRead(words.join(' '), 'claims'));
      }),
    );
  });

  it('comes to an end, whatever the text is', () => {
    assert(
      property(
        string({ unit: constantFrom('"', "'", '\\', 'r', 'b', '`', '/', '\n', 'a', '.') }),
        (text) => {
          for (const word of celWords(text)) expect(text).toContain(word.text);
        },
      ),
    );
    expect(celWords('"'.repeat(100_000)).length).toBeGreaterThan(0);
    expect(fieldsRead('('.repeat(50_000), 'claims').size).toBe(0);
  });
});
