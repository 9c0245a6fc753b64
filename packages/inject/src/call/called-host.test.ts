import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calledHost, createNames, nameFault } from './called-host.ts';

const call = (...hosts: readonly string[]) => ({
  headers: hosts.map((host) => ['Host', host] as const),
});

describe('calledHost', () => {
  it.each([
    ['none', call()],
    ['two', call('localhost', 'localhost')],
    ['an empty one', call('')],
    ['user information', call('localhost@evil.test')],
    ['a list', call('localhost, evil.test')],
    ['a path', call('localhost/evil.test')],
    ['a port that is none', call('localhost:80evil')],
    ['two ports', call('localhost:80:80')],
    ['two dots', call('localhost..')],
    ['a space', call('localhost evil.test')],
    ['an address in two brackets', call('[::1]]')],
    ['an address without brackets', call('::1')],
  ])('takes %s for no host', (_, head) => {
    expect(calledHost(head)).toBeUndefined();
  });

  it.each([
    ['localhost', 'localhost'],
    ['LocalHost.:8080', 'localhost'],
    ['127.0.0.1:1', '127.0.0.1'],
    ['[::1]:65535', '[::1]'],
    ['rebind.evil.test:8080', 'rebind.evil.test'],
  ])('reads the name of %s', (field, name) => {
    expect(calledHost(call(field))).toEqual({ name, field });
  });

  it('never takes another name for one of its own (property)', () => {
    const names = createNames(['Box.Example.com.']);
    const part = fc.constantFrom('localhost', '127.0.0.1', '[::1]', 'evil.test', '.', ':', '80');
    const more = fc.constantFrom('@', '/', ' ', ',', '%', '\\', '#', '\t', 'box.example.com');
    const text = fc.array(fc.oneof(part, more), { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (field) => {
        const host = calledHost(call(field));
        if (host === undefined || !names.has(host.name)) return;
        expect(field).toMatch(/^(localhost|127\.0\.0\.1|\[::1\]|box\.example\.com)\.?(:\d+)?$/);
      }),
    );
  });
});

it('takes names alone for further ones', () => {
  expect(nameFault('box.example.com')).toBeUndefined();
  expect(nameFault('box:8080')).toContain('has a port');
  expect(nameFault('http://box')).toContain('is not a host name');
  expect(nameFault('*')).toContain('is not a host name');
});
