import { describe, expect, it } from 'vitest';
import type { ProxyName } from './examination.ts';
import { excerpt } from './excerpt.ts';
import { GATEWAY_FAULTS, type GatewayFault } from './fault.ts';
import { linesOf, mend } from './mend.ts';
import { type Section, SECTIONS } from './sections.ts';

const settings = {
  gateway: 'drawbridge.auth.svc:9090',
  authHost: 'auth.example.com',
  app: 'app.example.com',
  upstream: 'app.default.svc:3000',
  fields: ['Remote-User', 'X-Drawbridge-Identity'],
};

describe('excerpt', () => {
  const text = 'a {\n  b;\n\n  c {\n    d;\n  }\n}\n\ne;\nb;\n';
  it.each([
    [['x'], []],
    [['a'], ['a {', '  b;', '', '  c {', '    d;', '  }', '}']],
    [['c'], ['c {', '  d;', '}']],
    [
      ['b', 'e'],
      ['b;', 'e;', 'b;'],
    ],
  ])('takes what begins with %j', (starts, lines) => {
    expect(excerpt(text, starts)).toEqual(lines);
  });
});

const places = Object.entries(SECTIONS).flatMap(([proxy, sections]) =>
  Object.entries(sections).flatMap(([section, found]) =>
    found.length === 0 ? [] : [[proxy as ProxyName, section as Section] as const],
  ),
);

describe('the lines of a proxy', () => {
  it.each(places)('%s has them for %s', (proxy, section) => {
    for (const { starts = [] } of SECTIONS[proxy][section]) {
      const lines = linesOf(proxy, section, settings).map((line) => line.trim());
      expect(lines).not.toEqual([]);
      for (const start of starts) {
        const wanted = start.replace('AUTH', settings.authHost);
        expect(lines.some((line) => line.startsWith(wanted))).toBe(true);
      }
    }
  });

  it('are those of one place, and no more', () => {
    expect(linesOf('nginx', 'authz', settings)).toEqual([
      'location ^~ /authz/ {',
      '    return 404;',
      '}',
    ]);
    expect(
      linesOf('nginx', 'auth', settings).filter((line) => line.startsWith('location')),
    ).toEqual(['location / {']);
    expect(linesOf('caddy', 'auth', settings).at(0)).toBe('auth.example.com {');
    expect(linesOf('traefik', 'auth', settings).join('\n')).toContain('!PathPrefix(`/authz/`)');
    expect(linesOf('traefik', 'question', settings).join('\n')).toContain('forwardAuth:');
    expect(linesOf('ingress-nginx', 'own', settings).join('\n')).not.toContain('# 3.');
  });
});

describe('mend', () => {
  const faults = Object.keys(GATEWAY_FAULTS) as GatewayFault[];
  it.each(faults)('has a sentence for %s, and nothing that nobody filled in', (fault) => {
    for (const proxy of [undefined, ...(Object.keys(SECTIONS) as ProxyName[])]) {
      const { advice, lines } = mend(fault, proxy, settings);
      expect(advice).toMatch(/^[A-Z].*\.$/);
      expect([advice, ...lines].join('\n')).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it('has no lines where the proxy is not known, and says how to get them', () => {
    expect(mend('callback-guarded', undefined, settings)).toEqual({
      advice:
        'Ask about all paths but those below /.drawbridge/. Give --proxy to be shown the lines.',
      lines: [],
    });
  });

  it('has lines for each fault of nginx, but for those before it is asked', () => {
    const without = faults.filter((fault) => mend(fault, 'nginx', settings).lines.length === 0);
    expect(without).toEqual(['unreachable', 'certificate']);
  });

  it('names the app where nginx is told the scheme, and leaves that to no client', () => {
    const { lines } = mend('wrong-scheme', 'nginx', settings);
    expect(lines).toContain('proxy_set_header X-Original-URL https://app.example.com$request_uri;');
    expect(lines.join('\n')).not.toContain('$http_host');
  });

  it('has the upstream and the maps beside each place of nginx that names them', () => {
    for (const fault of faults) {
      const text = mend(fault, 'nginx', settings).lines.join('\n');
      expect(text.includes('upstream drawbridge {'), fault).toBe(
        text.includes('http://drawbridge'),
      );
      expect(text.includes('map $http_upgrade '), fault).toBe(
        text.includes('proxy_set_header Upgrade $drawbridge_upgrade;'),
      );
    }
  });

  it('says what is to be taken away', () => {
    const { advice, lines } = mend('cookie-domain', 'nginx', settings);
    expect(advice).toContain('Take away proxy_cookie_domain');
    expect(lines[0]).toBe('proxy_cookie_domain off;');
  });
});
