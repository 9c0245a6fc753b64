import { beforeAll, describe, expect, it } from 'vitest';
import type { CelDialect } from './cel-program.ts';
import { runCel } from './run-cel.fixture.ts';

/** CPU time that an expression may take, whatever it and the token are; what else the machine has to do does not count. */
const LIMIT = 200;

/** Tokens of 20 kB, each as bad as it can be for something. */
const TOKENS = {
  text: { s: 'a'.repeat(19_000), l: [1] },
  list: { s: 'a'.repeat(1000), l: Array<number>(9000).fill(1) },
  lists: { s: 'ab'.repeat(500), l: Array.from({ length: 60 }, () => Array<string>(50).fill('ab')) },
  map: {
    s: 'a',
    l: [1],
    m: Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`k${index}`, index])),
  },
  deep: { s: 'a', l: JSON.parse(`${'['.repeat(9000)}${']'.repeat(9000)}`) as unknown },
};

const times = (text: string, count: number) => text.repeat(count);

const EXPRESSIONS: readonly string[] = [
  'claims.l.exists(a, claims.l.exists(b, claims.l.exists(c, a == b && b == c && false)))',
  'claims.l.all(a, claims.l.all(b, claims.l.all(c, true)))',
  'claims.l.all(a, claims.l.exists(b, claims.l.exists(c, a.x == 1)))',
  'claims.l.all(a, claims.l.all(b, nothing(a) || true))',
  'claims.l.map(a, claims.l.map(b, claims.l))',
  'claims.l.map(a, claims.s + "x")',
  'claims.l.transformMap(i, v, claims.l.transformMap(j, w, w))',
  'claims.m.all(k, claims.m.exists(j, claims.m[k] == claims.m[j] && k != j))',
  'claims.l == claims.l && claims.l.all(a, claims.l.all(b, a == b))',
  `[claims.s]${times('.map(x, x + x)', 40)}`,
  `[claims.l]${times('.map(x, x + x)', 40)}`,
  `[b"a"]${times('.map(x, x + x)', 40)}`,
  `[1]${times('.map(x, [x, x])', 100)}`,
  `[1]${times('.map(x, [x, x])', 60)} == [1]${times('.map(x, [x, x])', 60)}`,
  `[1]${times('.map(x, {"a": x, "b": x})', 60)} in [[1]${times('.map(x, {"a": x, "b": x})', 60)}]`,
  'claims.s.matches("(a*)*b")',
  'claims.s.matches("(.*)(.*)(.*)(.*)(.*)z")',
  `claims.s.matches("${times('(a?){30}', 4)}b")`,
  `claims.s.matches("${times('a{1000}', 1000)}")`,
  'claims.s.matches("(((((a{10}){10}){10}){10}){10})")',
  `claims.s.matches("(?i)${times(String.raw`\\pL`, 2000)}")`,
  'claims.s.matches(claims.s)',
  'claims.l.all(i, claims.s.matches("(.*a){20}" + string(i)))',
  'claims.l.all(i, claims.s.matches(".*.*.*b"))',
  'claims.s.findAll(".*b|a")',
  'claims.l.all(i, claims.s.findAll("a").size() > 0)',
  'claims.l.all(i, claims.s.contains(claims.s + "b"))',
  'claims.s.contains(claims.s.substring(0, 9000) + "b")',
  'claims.s.split("").join(claims.s)',
  'claims.s.replace("a", claims.s)',
  'claims.s.replace("", claims.s)',
  'claims.l.all(i, claims.s.indexOf("b") < 0 && claims.s.lastIndexOf("b") < 0)',
  'claims.l.all(i, claims.s < claims.s + "b")',
  'claims.l.all(i, size(claims.s) > 1)',
  'sets.equivalent(claims.l, claims.l) && sets.contains(claims.l, claims.l.map(x, claims.s))',
  'claims.s.extract(claims.s)',
  `${times('(', 9000)}1${times(')', 9000)}`,
  times('[', 20_000),
  times('{', 20_000),
  `1${times('+1', 9900)}`,
  `claims${times('.a', 9900)}`,
  `claims${times('[0]', 6600)}`,
  `true${times('&&true', 3300)}`,
  `true${times('?true:true', 1900)}`,
  `${times('!', 19_000)}true`,
  `1${times('- -1', 4000)}`,
  `[${times('1,', 9900)}1]`,
  `"${times(String.raw`\u0041`, 3300)}"`,
  times('9', 20_000),
  `int("${times('9', 19_000)}")`,
  times('"', 20_000),
  times('/', 20_000),
  times('`', 20_000),
  times('1.', 10_000),
  times('a.', 10_000),
  `duration("${times('1h', 9000)}")`,
];

describe('a hostile expression ends soon', () => {
  beforeAll(async () => {
    await runCel('claims.s.matches("a")', TOKENS.text);
  });

  it.each(EXPRESSIONS.map((expression) => [expression.slice(0, 90), expression] as const))(
    '%s',
    async (_, expression) => {
      for (const dialect of ['kubernetes', 'gcp'] satisfies CelDialect[]) {
        for (const claims of Object.values(TOKENS)) {
          // What is slow is so each time; what else a busy machine does is not.
          const costs: number[] = [];
          while (costs.length < 3 && costs.every((cost) => cost >= LIMIT)) {
            const before = process.cpuUsage();
            await runCel(expression, claims, dialect);
            const { user, system } = process.cpuUsage(before);
            costs.push((user + system) / 1000);
          }
          expect(Math.min(...costs)).toBeLessThan(LIMIT);
        }
      }
    },
  );

  it('and an ordinary one is far from the limit', async () => {
    const claims = {
      sub: 'repo:acme/app:ref:refs/heads/main',
      groups: Array<string>(200).fill('g'),
    };
    const expression =
      'claims.sub.matches("^repo:acme/[a-z0-9-]{1,40}:ref:refs/(heads|tags)/.*$") && claims.groups.exists(g, g == "no") == false';
    expect(await runCel(expression, claims)).toEqual({ value: true });
  });
});
