import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYaml } from './parse-yaml.ts';

/** Ten aliases of ten aliases of ... of a text. */
function aliasBomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < levels; level++) {
    const aliases = Array(10)
      .fill(`*a${level - 1}`)
      .join(', ');
    lines.push(`a${level}: &a${level} [${aliases}]`);
  }
  return lines.join('\n');
}

describe('parseYaml', () => {
  it.each([
    ['a text that is not closed', 'x: "open\n', '2:1', 'Missing closing'],
    ['a list that is not closed', 'x: [}\n', '1:5', 'Flow sequence'],
    ['a doubled key', 'a: 1\na: 2\n', '2:1', 'must be unique'],
    ['a tab for indentation', 'a:\n\tb: 1\n', '2:1', 'Tabs are not allowed'],
    ['two documents', 'a: 1\n---\na: 2\n', '2:1', 'begins a second document'],
    ['a number as a key', 'a:\n  1: x\n', '2:3', 'has a key that is not text'],
    ['a truth as a key', 'true: x\n', '1:1', 'has a key that is not text'],
    ['no key', 'a:\n  ? \n  : x\n', '2:5', 'has a key that is not text'],
    ['a list as a key', '? [a]\n: x\n', '1:3', 'has a key that is not text'],
    ['a tag that nobody knows', 'a: !vault x\n', '1:4', 'has a tag that is not understood'],
    [
      'an alias without an anchor',
      'a: *b\n',
      undefined,
      'has an alias without an anchor, or so many',
    ],
    ['an alias bomb', aliasBomb(12), undefined, 'has an alias without an anchor, or so many'],
    ['what is nested without end', '['.repeat(20_000), undefined, 'is nested too deeply'],
    ['maps nested without end', '{a: '.repeat(20_000), undefined, 'is nested too deeply'],
    ['lists nested in a line', '- '.repeat(20_000), undefined, 'is nested too deeply'],
    ['keys nested in a line', '? '.repeat(20_000), undefined, 'is nested too deeply'],
    ['what would be read for minutes', '['.repeat(4_000_000), undefined, 'is nested too deeply'],
    ['what is nested deeply', `a: ${'['.repeat(70)}${']'.repeat(70)}`, undefined, 'too deeply'],
  ])('refuses %s', async (_, content, position, message) => {
    const { faults = [] } = await parseYaml(content);
    expect(faults[0]?.position).toBe(position);
    expect(faults[0]?.message).toContain(message);
    expect(faults.length).toBeLessThanOrEqual(10);
  });

  it('reads a map of many keys at once, and finds the one that is there twice', async () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${index}: 1\n`).join('');
    const begun = performance.now();
    expect(await parseYaml(`${keys}k7: 2\n`)).toEqual({
      faults: [{ position: '30001:1', message: 'Map keys must be unique' }],
    });
    // It takes about one second, with two processors under load; each key against all others took 58.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('refuses an alias bomb at once', async () => {
    const started = performance.now();
    await parseYaml(aliasBomb(12));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('knows where each path is', async () => {
    const parsed = await parseYaml('a:\n  - b: 1\n    "c.d": [x, y]\n');
    expect(parsed.faults).toBeUndefined();
    expect('positions' in parsed && Object.fromEntries(parsed.positions)).toEqual({
      '': '1:1',
      a: '1:1',
      'a[0]': '2:5',
      'a[0].b': '2:5',
      'a[0].c.d': '3:5',
      'a[0].c.d[0]': '3:13',
      'a[0].c.d[1]': '3:16',
    });
  });

  it('is YAML 1.2: "no" is a text', async () => {
    expect(await parseYaml('a: no')).toMatchObject({ value: { a: 'no' } });
  });

  it('keeps every digit of a whole number that is too long for one, as text', async () => {
    const text = 'a: [81255545020878849, 9007199254740991, -5, 007, 1e3, 100000000000000000000]';
    expect((await parseYaml(text)) as object).toMatchObject({
      value: { a: ['81255545020878849', 9_007_199_254_740_991, -5, 7, 1000, 1e20] },
    });
  });

  it('reads JSON (property)', async () => {
    const key = fc.stringMatching(/^[a-z]{1,5}$/);
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => !/"[^a-z][^"]*":/.test(JSON.stringify(value)));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, fc.oneof(fc.string(), fc.double(), json)),
        async (value) => {
          const plain: unknown = JSON.parse(JSON.stringify(value));
          expect(await parseYaml(JSON.stringify(plain))).toMatchObject({ value: plain });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('quotes nothing of a broken text (property)', async () => {
    const around = fc.stringMatching(/^[ \n:{}[\]"'|>&*!%@`#,?-]{0,8}$/);
    await fc.assert(
      fc.asyncProperty(around, around, async (before, after) => {
        const { faults = [] } = await parseYaml(`${before}SECRET${after}`);
        expect(JSON.stringify(faults)).not.toContain('SECRET');
      }),
    );
  });
});

it('reads a long text in many turns of the event loop, so that a service answers meanwhile', async () => {
  const value = Array.from({ length: 5_000 }, (_, index) => ({ name: `r${index}`, x: [index] }));
  let turns = 0;
  let reading = true;
  const count = () => {
    turns++;
    if (reading) setImmediate(count);
  };
  setImmediate(count);
  const parsed = await parseYaml(JSON.stringify(value));
  reading = false;
  expect(parsed).toMatchObject({ value });
  expect(turns).toBeGreaterThan(20);
});
