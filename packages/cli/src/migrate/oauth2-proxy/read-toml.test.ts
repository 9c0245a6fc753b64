import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readToml } from './read-toml.ts';

describe('readToml', () => {
  it.each([
    ['a = "x"\nb = nothing', 'line 2 is not TOML'],
    ['a = 1\na = 2', 'line 2 is not TOML'],
    ['a = "open', 'line 1 is not TOML'],
    ['just words', 'line 1 is not TOML'],
    ['__proto__ = 1\n= 2', 'is not TOML'],
  ])('refuses %j with its line', (text, message) => {
    expect(() => readToml(text)).toThrow(message);
  });

  it('quotes nothing of a file that it cannot read, for secrets stand there', () => {
    const text = 'client_secret = "hunter2-in-the-file\ncookie_secret = "hunter2-too"';
    let fault: unknown;
    try {
      readToml(text);
    } catch (thrown) {
      fault = thrown;
    }
    expect(String(fault)).toContain('line 1');
    expect(JSON.stringify([fault, String(fault)])).not.toContain('hunter2');
  });

  it('says of alpha configuration that it is not read', () => {
    const text = 'upstreamConfig:\n  upstreams:\n    - id: a\nproviders:\n  - id: b\n';
    expect(() => readToml(text)).toThrow('alpha configuration (YAML), which is not read');
  });

  it('has of each value where it stands', () => {
    const text =
      '\uFEFF# c\nclient_id = "a" # = b\n\n"scope" = "openid"\nupstreams = [\n "x",\n "y"\n]\n[server]\nx = 1\n';
    const given = readToml(text);
    expect([...given].map(([name, { where }]) => [name, where])).toEqual([
      ['client_id', 'line 2'],
      ['scope', 'line 4'],
      ['upstreams', 'line 5'],
      ['server', 'line 9'],
    ]);
    expect(given.get('upstreams')?.value).toEqual(['x', 'y']);
  });

  it('reads any text, or throws a fault of the configuration', () => {
    const lines = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('a=1', '[a]', 'b="', "'''", '[[a'),
      ),
    );
    fc.assert(
      fc.property(lines, (given) => {
        try {
          readToml(given.join('\n'));
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'config_invalid' });
        }
      }),
    );
  });
});
