import { describe, expect, it } from 'vitest';
import { createFileFaults } from '../../trust/file-faults.ts';
import { compileExpression } from './compile-expression.ts';

/** kubernetes/kubernetes, apiserver/pkg/authentication/cel/compile.go: buildUserType (read 2026-11); cel-go's checker for the rest. */
const faultOf = async (expression: string, variable: 'claims' | 'user') => {
  const faults = createFileFaults('it');
  await compileExpression(expression, { path: 'at', variable, isRule: true }, faults);
  return faults.error('')?.message;
};

describe('what is known of a user before there is one', () => {
  it.each([
    ['user.groups != "admins"', 'list(string) and string cannot be compared'],
    ['user.username != 5', 'string and int cannot be compared'],
    ['user.username != null', 'string and null_type cannot be compared'],
    ['user.extra["example.org/team"] != "blue"', 'list(string) and string cannot be compared'],
    ['!(5 in user.groups)', 'int is looked for among string'],
    ['!(5 in user.extra)', 'int is looked for among string'],
    ['user.groups.all(group, group != 5)', 'string and int cannot be compared'],
    ['user.groups.filter(g, g != "a").all(g, g != 5)', 'string and int cannot be compared'],
    ['user.extra.all(key, key != 5)', 'string and int cannot be compared'],
    ['user.extra.all(key, values, values != "a")', 'list(string) and string cannot be compared'],
    ['user.groups != [1]', 'list(string) and list(int) cannot be compared'],
    ['true || user.extra["a"].startsWith("b")', 'does not take list, string'],
    ['true || user.extra[1] == []', 'int is no key'],
    ['true || user.groups["a"] == "b"', 'string is no index of a list'],
    ['true || user.groups.first == "a"', 'list has no fields'],
    ['true || user["username"] == "a"', 'object has no members'],
    ['true || "a" in user', 'does not take string, object'],
    ['true || user.exists(x, x == "a")', 'object has no items'],
    ['true || user.nope == "a"', 'there is no field'],
    ['true || user.?nope.hasValue()', 'there is no field'],
    ['true || has(user.nope)', 'there is no field'],
    ['true || user.username[0] == "a"', 'string has no members'],
  ])('%s is no expression', async (expression, words) => {
    expect(await faultOf(expression, 'user')).toContain(words);
  });

  it.each([
    '!user.username.startsWith("system:")',
    'user.groups.all(group, !group.startsWith("system:"))',
    '!user.groups.exists(group, group in ["a", "b"])',
    'user.groups == ["a"]',
    'user.groups[0] == "a"',
    'user.groups + ["a"] == []',
    'user.uid != ""',
    'has(user.uid)',
    'user == user',
    'user != null',
    'user.extra == {}',
    '"blue" in user.extra["example.org/team"]',
    'user.extra.example__dot__org__slash__team.exists(team, team == "blue")',
    'user.extra.all(key, key.endsWith("/team"))',
    'user.extra.all(key, values, values.size() == 1 && key != "")',
    'user.extra[?"example.org/team"].orValue([]).size() == 1',
    'user.?uid.orValue("") == "a"',
  ])('%s is one', async (expression) => {
    expect(await faultOf(expression, 'user')).toBeUndefined();
  });
});

describe('what is known of claims before there are any', () => {
  it.each([
    ['true || claims[1] == 2', 'int is no key'],
    ['!(1 in claims)', 'int is looked for among string'],
    ['claims.all(name, name != 5)', 'string and int cannot be compared'],
    ['!(1 in ["a"])', 'int is looked for among string'],
    ['true || "a".b == 1', 'string has no fields'],
    ['true || [1].all(x, x != "a")', 'int and string cannot be compared'],
  ])('%s is no expression', async (expression, words) => {
    expect(await faultOf(expression, 'claims')).toContain(words);
  });

  it.each([
    'claims.all(name, name != "a")',
    'claims.a.b[0].c == 1',
    'claims.a in ["a", claims.b]',
    '1 in claims.a',
    'claims.a.all(x, x == 1 || x == "b")',
    '["a", claims.b].exists(x, x == 5)',
    'timestamp("2026-01-01T00:00:00Z") != null',
    '[] == ["a"]',
  ])('%s is one', async (expression) => {
    expect(await faultOf(expression, 'claims')).toBeUndefined();
  });
});
