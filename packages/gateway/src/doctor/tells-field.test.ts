import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellsField } from './tells-field.ts';

const NAME = 'Remote-User';

/** How apps show the fields of a request: as objects, as lists, as variables, as lines, as tables. */
const SHOWN: Readonly<Record<string, (value: string) => string>> = {
  'an object of JSON': (value) => JSON.stringify({ accept: 'x', 'remote-user': value, host: 'y' }),
  'an object in lines': (value) => JSON.stringify({ [NAME]: value, Host: 'y' }, null, 2),
  'an object of lists': (value) => JSON.stringify({ [NAME]: [value], Host: ['y'] }),
  'an object of lists in lines': (value) => JSON.stringify({ [NAME]: [value] }, null, 2),
  pairs: (value) =>
    JSON.stringify([
      [NAME, value],
      ['Host', 'y'],
    ]),
  'pairs in lines': (value) =>
    JSON.stringify(
      [
        [NAME, value],
        ['Host', 'y'],
      ],
      null,
      1,
    ),
  'a list in lines': (value) => JSON.stringify([NAME, value, 'Host', 'y'], null, 2),
  'names and values': (value) =>
    JSON.stringify([
      { name: NAME, value },
      { name: 'H', value: 'y' },
    ]),
  'names and values in lines': (value) => JSON.stringify([{ name: NAME, value }], null, 2),
  'JSON in JSON': (value) => JSON.stringify(JSON.stringify({ [NAME]: value, Host: 'y' })),
  'an object of Python': (value) => `{'HTTP_REMOTE_USER': '${value}', 'HTTP_HOST': 'y'}`,
  'a map of Go': (value) => `map[Remote-User:[${value}] Host:[y]]`,
  'print_r of PHP': (value) =>
    `Array\n(\n    [HTTP_REMOTE_USER] => ${value}\n    [HTTP_HOST] => y\n)`,
  'var_export of PHP': (value) =>
    `array (\n  'HTTP_REMOTE_USER' => '${value}',\n  'HTTP_HOST' => 'y',\n)`,
  'var_dump of PHP': (value) =>
    `["HTTP_REMOTE_USER"]=>\n  string(${value.length}) "${value}"\n  ["HTTP_HOST"]=>\n  string(1) "y"`,
  variables: (value) => `HTTP_HOST=y\nHTTP_REMOTE_USER=${value}\nHTTP_ACCEPT=x\n`,
  'variables of a server before it': (value) => `REDIRECT_HTTP_REMOTE_USER=${value}\nHTTP_HOST=y`,
  lines: (value) => `Host: y\r\nRemote-User: ${value}\r\nAccept: x\r\n`,
  'a table': (value) =>
    `<tr><td>Remote-User</td><td>${value}</td></tr><tr><td>Host</td><td>y</td></tr>`,
  'a table in lines': (value) =>
    `<tr>\n<th>HTTP_REMOTE_USER</th>\n<td class="v">${value}</td>\n</tr>`,
  'JSON in a page': (value) =>
    `<pre>{&quot;Remote-User&quot;: &quot;${value}&quot;, &#34;a&#34;: 1}</pre>`,
};

describe.each(Object.entries(SHOWN))('tellsField, of %s', (_, show) => {
  it('sees a value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z\d][\w.@+-]{0,20}$/), (value) => {
        fc.pre(!/^(?:null|none|undefined|nil)$/i.test(value));
        expect(tellsField(show(value), NAME), show(value)).toBe(true);
      }),
    );
  });

  it('sees that there is none', () => {
    expect(tellsField(show(''), NAME), show('')).toBe(false);
  });

  it('takes no other field for it', () => {
    expect(tellsField(show('alice'), 'Remote-Use')).toBe(false);
    expect(tellsField(show('alice'), 'User')).toBe(false);
    expect(tellsField(show('alice'), 'X-Remote-User')).toBe(false);
  });
});

describe('tellsField', () => {
  it.each([
    '',
    'Remote-User',
    'Remote-User: \nHost: y',
    'X-Remote-User: alice',
    'HTTP_X_REMOTE_USER=alice',
    '{"Remote-User":null,"Host":"y"}',
    '{"Remote-User": None}',
    '{"Remote-User": [], "Host": "y"}',
    "{'Remote-User': undefined}",
    'the field Remote-User is not there',
  ])('sees none in %j', (text) => {
    expect(tellsField(text, NAME)).toBe(false);
  });

  it('ends soon, whatever comes', () => {
    const begun = performance.now();
    for (const text of ['"Remote-User"', '"Remote-User":', '"Remote-User",</td>', 'Remote-User=']) {
      tellsField(text.padEnd(65_536, ' '), NAME);
      tellsField(text + '"['.repeat(30_000), NAME);
      tellsField(text + '</td><td>'.repeat(7000), NAME);
      tellsField(text.repeat(4000), NAME);
    }
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
