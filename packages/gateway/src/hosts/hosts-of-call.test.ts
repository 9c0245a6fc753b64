import { createAddressList, type HeaderField } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createHostsOfCall } from './hosts-of-call.ts';

const PROXY = '10.0.0.2';
const isApp = (host: string) => ['app.example.com', 'other.example.com'].includes(host);

function find(
  headers: readonly HeaderField[],
  address = PROXY,
  scheme: 'http' | 'https' = 'https',
) {
  const hosts = createHostsOfCall(scheme, createAddressList([PROXY]));
  return hosts.find(testCall({ headers, address }), isApp);
}

describe('createHostsOfCall', () => {
  it.each<[HeaderField[], string]>([
    [[['host', 'app.example.com']], 'app.example.com'],
    [[['Host', 'APP.example.com.:443']], 'app.example.com'],
    [
      [
        ['host', 'gateway.internal:8080'],
        ['x-forwarded-host', 'app.example.com'],
        ['x-forwarded-proto', 'https'],
      ],
      'app.example.com',
    ],
    // A proxy that leaves Host as it was may leave this one in as the client sent it.
    [
      [
        ['x-forwarded-host', 'other.example.com'],
        ['host', 'app.example.com'],
      ],
      'app.example.com',
    ],
  ])('finds that of %j', (headers, host) => {
    expect(find(headers)).toBe(host);
  });

  it.each<[HeaderField[]]>([
    [[]],
    [[['host', 'evil.example']]],
    [[['host', 'app.example.com.evil.example']]],
    [[['host', 'app.example.com:8443']]],
    [[['host', 'app.example.com/x']]],
    [
      [
        ['host', 'app.example.com'],
        ['host', 'app.example.com'],
      ],
    ],
    [
      [
        ['host', 'gateway.internal'],
        ['x-forwarded-host', 'app.example.com'],
        ['x-forwarded-host', 'app.example.com'],
      ],
    ],
    [
      [
        ['host', 'gateway.internal'],
        ['x-forwarded-host', 'app.example.com, other.example.com'],
      ],
    ],
  ])('finds none in %j', (headers) => {
    expect(() => find(headers)).toThrow(expect.objectContaining({ code: 'path_unknown' }));
  });

  it('believes nobody but a trusted proxy', () => {
    const headers: readonly HeaderField[] = [
      ['host', 'gateway.internal'],
      ['x-forwarded-host', 'app.example.com'],
    ];
    expect(() => find(headers, '203.0.113.7')).toThrow(
      expect.objectContaining({ code: 'path_unknown' }),
    );
    expect(
      find(
        [
          ['host', 'app.example.com'],
          ['x-forwarded-proto', 'http'],
        ],
        '203.0.113.7',
      ),
    ).toBe('app.example.com');
  });

  it.each(['http', 'https, http', 'HTTPS', ''])(
    'is for nobody who came over another scheme: %j',
    (proto) => {
      const headers: readonly HeaderField[] = [
        ['host', 'app.example.com'],
        ['x-forwarded-proto', proto],
      ];
      expect(() => find(headers)).toThrow(expect.objectContaining({ code: 'request_forbidden' }));
    },
  );
});
