import { describe, expect, it } from 'vitest';
import type { AccessTarget } from './access.ts';
import { holds, MET, person, target, UNKNOWN, UNMET } from './access.fixture.ts';
import type { AccessMatch } from './access-rule.ts';
import { compileAccessRules } from './compile-access-rules.ts';

const of = (match: AccessMatch, what: Partial<AccessTarget>) =>
  holds(match, person(), target(what));

describe('hosts', () => {
  const match = { hosts: ['App.test', '*.apps.test', 'dev.test:8443'] };

  it.each([
    'evil-app.test',
    'app.test.evil.test',
    'app.test:8443',
    'apps.test',
    'evilapps.test',
    'a.apps.test:444',
    'dev.test',
    'dev.test:8444',
    'xn--app-cna.test',
    '[2001:db8::1]',
  ])('do not hold of %j', async (host) => {
    expect(await of(match, { host })).toEqual(UNMET);
  });

  it.each(['app.test', 'APP.test', 'app.test.', 'A.b.apps.test', 'dev.test.:8443'])(
    'hold of %j',
    async (host) => {
      expect(await of(match, { host })).toEqual(MET);
    },
  );
});

describe('paths', () => {
  it.each<[string, string]>([
    ['/admin', '/Admin'],
    ['/admin', '/admin/'],
    ['/admin', '/admin/x'],
    ['/admin', '/x/admin'],
    ['/admin/**', '/administration'],
    ['/admin/**', '/public/admin/x'],
    ['/api/*', '/api/a/b'],
    ['/api/*', '/api'],
    ['/api/*/x', '/api/a/b/x'],
    ['/a.c', '/abc'],
    [String.raw`/a\*`, '/ab'],
    ['/group/*', '/group%2Fproject'],
  ])('%j do not hold of %j', async (paths, path) => {
    expect(await of({ paths }, { path })).toEqual(UNMET);
  });

  it.each<[string, string]>([
    ['/admin', '/admin'],
    ['/admin/**', '/admin'],
    ['/admin/**', '/admin/'],
    ['/admin/**', '/admin/a/b?'],
    ['/**', '/'],
    ['/a/*/**', '/a/b'],
    ['/**/x.js', '/a/b/x.js'],
    ['/api/*', '/api/'],
    ['/café/ä b', '/café/ä b'],
    [String.raw`/a\*\?`, '/a*?'],
    ['/group/*', '/group/a%2Fb'],
    ['/#/x'.replace('#', String.raw`\#`), '/#/x'],
  ])('%j hold of %j', async (paths, path) => {
    expect(await of({ paths }, { path })).toEqual(MET);
  });

  it('are not known where a pattern would have to look at more than it can', async () => {
    const long = `/admin/${'x'.repeat(5000)}`;
    expect(await of({ paths: '/admin/**/y' }, { path: long })).toEqual(UNKNOWN);
    expect(await of({ paths: ['/admin/*', '/admin/**'] }, { path: long })).toEqual(MET);
    expect(await of({ paths: String.raw`/admin/\**` }, { path: long })).toEqual(UNMET);
    expect(await of({ paths: '/public/**' }, { path: long })).toEqual(UNMET);
    expect(await of({ paths: long }, { path: long })).toEqual(MET);
    expect(await of({ hosts: 'app.test' }, { path: long })).toEqual(MET);
  });
});

describe('methods', () => {
  it('are compared letter by letter', async () => {
    expect(await of({ methods: ['GET', 'HEAD'] }, { method: 'HEAD' })).toEqual(MET);
    expect(await of({ methods: 'GET' }, { method: 'HEAD' })).toEqual(UNMET);
    expect(await of({ methods: 'M-SEARCH' }, { method: 'M-SEARCH' })).toEqual(MET);
  });

  it('are not known where nobody says: what lets in does not then, and what keeps out does', async () => {
    const match = { methods: ['GET', 'HEAD'] };
    expect(await of(match, { method: undefined })).toEqual(UNKNOWN);
    const all = { name: 'all', match: {}, allow: 'anyone' } as const;
    const rules = await compileAccessRules([{ name: 'no', match, deny: true }, all]);
    expect(rules.decide(target({ method: undefined })).kind).toBe('denied');
    expect(rules.decide(target({ method: 'POST' })).kind).toBe('allowed');
  });
});

describe('networks', () => {
  const match = { networks: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'] };

  it.each(['10.1.2.3', '::ffff:10.0.0.1', '2001:DB8::1', '192.0.2.7'])(
    'hold of %j',
    async (address) => {
      expect(await of(match, { address })).toEqual(MET);
    },
  );

  it.each(['11.0.0.1', '::ffff:11.0.0.1', '2001:db9::1'])('do not hold of %j', async (address) => {
    expect(await of(match, { address })).toEqual(UNMET);
  });

  it.each([undefined, '', '010.0.0.1', '10.0.0.1, 10.0.0.2', '10.0.0.1:80', 'unix:/run/x'])(
    'are not known of %j',
    async (address) => {
      expect(await of(match, { address })).toEqual(UNKNOWN);
    },
  );
});

describe('a request that no rule can be asked about', () => {
  it.each<Partial<AccessTarget>>([
    { host: '' },
    { host: 'app.test/x' },
    { host: 'app.test@evil.test' },
    { host: 'app.test\0' },
    { host: 'app.test,evil.test' },
    { host: 'äpp.test' },
    { host: 'app..test' },
    { path: '' },
    { path: 'admin' },
    { path: '/public/../admin' },
    { path: '/..' },
    { path: '/./admin' },
    { path: '/x/..;a/admin' },
    { path: String.raw`/x\admin` },
    { path: '/x\0' },
    { path: '/x\n' },
    { method: '' },
    { method: 'get' },
    { method: 'GET ' },
    { method: 'GET\r\nX' },
  ])('is denied: %j', async (what) => {
    const rules = await compileAccessRules([{ name: 'all', match: {}, allow: 'anyone' }]);
    expect(rules.decide(target(), person()).kind).toBe('allowed');
    const decision = rules.decide(target(what), person());
    expect(decision).toEqual({ kind: 'denied', why: expect.stringMatching(/^the (host|path|m)/) });
    expect(rules.explain(target(what))).toEqual({ decision, rules: [] });
  });
});
