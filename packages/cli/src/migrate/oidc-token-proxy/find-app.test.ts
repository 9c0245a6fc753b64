import { describe, expect, it } from 'vitest';
import { parseIni } from '../ini/parse-ini.ts';
import { findApp } from './find-app.ts';

const find = (text: string, wanted?: string) => findApp(parseIni(text), wanted);
const PROXY = 'use = egg:oidc-token-proxy\n';

describe('findApp', () => {
  it.each([
    'use = egg:oidc-token-proxy',
    'use = egg:oidc_token_proxy#main',
    'use = egg:OIDC.Token.Proxy',
    'use = call:oidc_token_proxy:main',
    'paste.app_factory = oidc_token_proxy:main',
  ])('knows the proxy by %s', (use) => {
    for (const section of ['app:main', 'application:main', 'app: main ']) {
      expect(find(`[server:main]\n[${section}]\n${use}\nissuer = x`)).toMatchObject({
        name: 'main',
        others: [],
      });
    }
  });

  it('follows a section that uses another one, and calls no further ones foreign', () => {
    const text = `[app:main]\nuse = base\nissuer = x\n[app:base]\n${PROXY}issuer = y\n[loggers]\n`;
    const { name, sections, others } = find(text, 'main');
    expect(name).toBe('main');
    expect(sections.map((section) => section.get('issuer'))).toEqual(['y', 'x']);
    expect(others).toEqual(['loggers']);
  });

  it('takes a file that has settings and no section', () => {
    expect(find('issuer = x\n')).toMatchObject({
      name: '',
      sections: [new Map([['issuer', 'x']])],
    });
  });

  it.each([
    ['no section', '', 'no section [app:NAME] of the file has'],
    ['another app', '[app:main]\nuse = egg:other\n', 'no section [app:NAME] of the file has'],
    ['a look-alike', '[app:main]\nuse = egg:oidc-token-proxy2\n', 'no section [app:NAME]'],
    ['an app that uses itself', '[app:main]\nuse = main\n', 'no section [app:NAME]'],
    ['a file elsewhere', '[app:main]\nuse = config:other.ini\n', 'no section [app:NAME]'],
    ['a filter', `[filter:main]\n${PROXY}`, 'no section [app:NAME]'],
  ])('says so when there is %s', (_, text, message) => {
    expect(() => find(text)).toThrow(
      expect.objectContaining({ code: 'usage_invalid', message: expect.stringContaining(message) }),
    );
  });

  it('has the operator choose one of several', () => {
    const text = `[app:a]\n${PROXY}issuer = a\n[app:b]\n${PROXY}issuer = b\n[app:c]\nuse = egg:other\n`;
    expect(() => find(text)).toThrow(
      expect.objectContaining({
        message: '2 sections use oidc-token-proxy: [app:a], [app:b]',
        hint: 'Choose one of them: --app NAME, with NAME one of a, b.',
      }),
    );
    expect(find(text, 'b').sections[0]?.get('issuer')).toBe('b');
    expect(find(text, 'b').others).toEqual(['app:a', 'app:c']);
    expect(() => find(text, 'c')).toThrow(
      expect.objectContaining({ hint: 'These use it: [app:a], [app:b].' }),
    );
  });
});
