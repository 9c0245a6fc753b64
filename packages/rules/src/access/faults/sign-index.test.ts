import { describe, expect, it } from 'vitest';
import { loadRegexCompiler } from '../../condition/regex.ts';
import type { AccessMatch } from '../access-rule.ts';
import { mixedMatch } from '../arbitrary-access.fixture.ts';
import { compileAccessRule } from '../compile-access-rule.ts';
import { extentOf } from './extent.ts';
import { createSignIndex } from './sign-index.ts';
import { signsOf } from './signs.ts';

const COUNT = 1000;

/** How many rules each is held against, in the middle of all. */
async function heldAgainst(matchOf: (index: number) => AccessMatch): Promise<number> {
  const regex = await loadRegexCompiler();
  const widerThan = createSignIndex(
    Array.from({ length: COUNT }, (_, index) =>
      signsOf(extentOf(compileAccessRule({ name: '', match: matchOf(index) }, regex))),
    ),
  );
  const sum = Array.from({ length: COUNT }, (_, at) => widerThan(at).flat().length).reduce(
    (all, one) => all + one,
    0,
  );
  return sum / COUNT;
}

describe('the index of signs has a rule held against few of many that differ in', () => {
  // That all are found that a look at each pair finds is a property of findShadowedAccessRules.
  it.each<[string, (index: number) => AccessMatch]>([
    ['hosts', (n) => ({ hosts: `a${n}.test`, groups: 'g' })],
    ['names below which hosts are', (n) => ({ hosts: `*.a${n}.test`, groups: 'g' })],
    ['paths', (n) => ({ hosts: 'a.test', paths: [`/${n}`, `/x/${n}`], groups: 'g' })],
    ['folders', (n) => ({ paths: `/${n}/**`, groups: 'g' })],
    ['ends of paths', (n) => ({ paths: ['/**/x', `/**/${n}`], groups: 'g' })],
    ['the middle of paths', (n) => ({ paths: `/*/${n}/*`, groups: 'g' })],
    ['networks', (n) => ({ networks: `10.0.${n >> 8}.${n & 255}`, groups: 'g' })],
    ['users', (n) => ({ users: [`u${n}@a.test`, 'admin@a.test'] })],
    ['domains', (n) => ({ domains: `*.a${n}.test` })],
    ['groups', (n) => ({ groups: ['staff', `g${n}`] })],
    ['patterns of groups', (n) => ({ groups: { glob: `*g${n}-*` } })],
    ['expressions of claims', (n) => ({ claims: { c: { regex: `${n}-.*` } } })],
    ['numbers of claims', (n) => ({ claims: { c: [n, 'x'] } })],
    ['one thing or another', mixedMatch],
  ])('%s', async (_, matchOf) => {
    expect(await heldAgainst(matchOf)).toBeLessThan(12);
  });

  it('a pair of things, as many as share the one', async () => {
    const each = await heldAgainst((n) => ({ hosts: `h${n % 25}.test`, groups: `g${n / 25}` }));
    expect(each).toBeLessThan(50);
  });
});
