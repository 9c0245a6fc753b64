import { describe, expect, it } from 'vitest';
import { serverAddress } from './server-address.ts';

const read = (settings: Readonly<Record<string, string>>) =>
  serverAddress(new Map(Object.entries({ use: 'egg:waitress#main', ...settings })));

describe('serverAddress', () => {
  it.each([
    [{ listen: '127.0.0.1:6543' }, '127.0.0.1:6543'],
    [{ listen: '[::1]:6543' }, '[::1]:6543'],
    [{ listen: 'localhost:6543' }, 'localhost:6543'],
    [{ listen: 'localhost' }, 'localhost:8080'],
    [{ listen: '[::1]' }, '[::1]:8080'],
    [{ host: '10.0.0.1', port: '80' }, '10.0.0.1:80'],
    [{ host: '::1' }, '[::1]:8080'],
    [{ port: '6543' }, '0.0.0.0:6543'],
    [{}, '0.0.0.0:8080'],
  ])('reads %j', (settings, listen) => {
    expect(read(settings)).toEqual({ listen, notes: [], faults: [] });
  });

  it('takes the first of several addresses, and names the others', () => {
    expect(read({ listen: '127.0.0.1:6543\n[::1]:6543 10.0.0.1:80' })).toEqual({
      listen: '127.0.0.1:6543',
      notes: [expect.stringMatching(/\[::1\]:6543 and 10\.0\.0\.1:80 not carried over/)],
      faults: [],
    });
  });

  it('says what becomes of the star, and of other settings', () => {
    expect(read({ listen: '*:6543', threads: '4', url_scheme: 'https' })).toEqual({
      listen: '0.0.0.0:6543',
      notes: [
        expect.stringContaining('threads, url_scheme: not carried over'),
        expect.stringContaining('*:6543 is written as every IPv4 address'),
      ],
      faults: [],
    });
  });

  it.each([
    [{ listen: '' }, 'is empty'],
    [{ listen: 'localhost:http' }, '(localhost:http) is not HOST:PORT'],
    [{ port: '99999' }, '(0.0.0.0:99999) is not HOST:PORT'],
  ])('refuses %j', (settings, message) => {
    expect(read(settings)).toMatchObject({
      faults: [{ path: '[server:main] listen', message: expect.stringContaining(message) }],
    });
  });

  it('says nothing where there is no server', () => {
    expect(serverAddress(undefined)).toEqual({ notes: [], faults: [] });
  });
});
