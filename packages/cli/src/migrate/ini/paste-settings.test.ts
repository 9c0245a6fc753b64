import { describe, expect, it } from 'vitest';
import { parseIni } from './parse-ini.ts';
import { pasteSettings } from './paste-settings.ts';

function settingsOf(text: string) {
  const ini = parseIni(text);
  const { values, hidden, faults } = pasteSettings(
    ini,
    ini.sections.get('app:main') ?? new Map(),
    '/srv/proxy/site.ini',
  );
  return { values: Object.fromEntries(values), hidden, faults };
}

describe('pasteSettings', () => {
  it('fills in names of the section, of [DEFAULT] and of the file itself', () => {
    const text =
      '[DEFAULT]\nhost = a.test\nurl = https://%(host)s\n' +
      '[app:main]\nissuer = %(url)s\nfile = %(here)s/x\nself = %(__file__)s\ncopy = %(file)s';
    expect(settingsOf(text)).toEqual({
      values: {
        issuer: 'https://a.test',
        file: '/srv/proxy/x',
        self: '/srv/proxy/site.ini',
        copy: '/srv/proxy/x',
      },
      hidden: ['host', 'url'],
      faults: [],
    });
  });

  it('hands names of [DEFAULT] to nobody, not even those that the section has too', () => {
    expect(settingsOf('[DEFAULT]\na = 1\n[app:main]\na = 2\nb = 3')).toMatchObject({
      values: { b: '3' },
      hidden: ['a'],
    });
  });

  it('takes over what is asked for by get, and leaves set to others', () => {
    const text = '[DEFAULT]\nbase = 1%(two)s\ntwo = 2\n[app:main]\nget a = base\nset b = 3';
    expect(settingsOf(text)).toEqual({ values: { a: '12' }, hidden: ['base', 'two'], faults: [] });
  });

  it('minds only the values of this section', () => {
    const text = '[app:main]\na = 1\n[formatter_x]\nformat = %(asctime)s %(levelname)-5.5s\n';
    expect(settingsOf(text)).toEqual({ values: { a: '1' }, hidden: [], faults: [] });
  });

  it('reports every fault', () => {
    expect(settingsOf('[app:main]\na = %(x)s\nb = 5%\nget c = y\n').faults).toEqual([
      { path: 'a', message: expect.stringContaining('refers to %(x)s') },
      { path: 'b', message: expect.stringContaining('has "%"') },
      { path: 'c', message: 'is taken from y, which [DEFAULT] of site.ini does not have' },
    ]);
  });
});
