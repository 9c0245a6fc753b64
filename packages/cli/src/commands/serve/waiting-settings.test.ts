import { expect, it } from 'vitest';
import type { Config } from '../../context.ts';
import { PARTS } from '../../parts.ts';
import { waitingSettings } from './waiting-settings.ts';

const tls = { certificateFile: '/c', keyFile: '/k' };
const exchange = {
  issuer: 'https://public.test',
  listen: '127.0.0.1:1',
  upstreams: [],
  rules: [],
  documents: { listen: '127.0.0.1:2' },
};
const config = (changes: object = {}, top: object = {}) =>
  ({ data: '/data', exchange: { ...exchange, ...changes }, ...top }) as unknown as Config;

it.each([
  ['nothing', config(), []],
  ['what a reload puts in force', config({ issuer: 'https://other.test', rules: [1] }), []],
  ['an address', config({ listen: '127.0.0.1:3' }), ['exchange.listen']],
  ['an address that is left out', config({ listen: undefined }), ['exchange.listen']],
  [
    'an address of documents',
    config({ documents: { listen: '1' } }),
    ['exchange.documents.listen'],
  ],
  ['documents that go', config({ documents: undefined }), ['exchange.documents.listen']],
  ['how many processes serve', config({ workers: 2 }), ['exchange.workers']],
  ['TLS where there was none', config({ tls }), ['exchange.tls']],
  [
    'TLS of documents',
    config({ documents: { ...exchange.documents, tls } }),
    ['exchange.documents.tls'],
  ],
  [
    'what all parts share',
    config({}, { data: '/other', log: { level: 'debug', format: 'json' }, list: ['a'] }),
    ['data', 'list', 'log.format', 'log.level'],
  ],
])('of %s', (_, now, paths) => {
  expect(waitingSettings(config(), now, 'exchange')).toEqual(paths);
});

it('does not wait for other files of the same TLS', () => {
  const other = { ...tls, certificateFile: '/other' };
  expect(waitingSettings(config({ tls }), config({ tls: other }), 'exchange')).toEqual([]);
});

it('goes by what was there at the start, not by the reload before', () => {
  const moved = config({ listen: '127.0.0.1:9' });
  expect(waitingSettings(config(), moved, 'exchange')).toEqual(['exchange.listen']);
  expect(waitingSettings(config(), config(), 'exchange')).toEqual([]);
});

it.each(['exchange', 'gateway'] as const)(
  'says nothing to who serves the %s of other parts',
  (own) => {
    for (const part of Object.keys(PARTS).filter((name) => name !== own)) {
      const other = config({}, { [part]: { roles: ['a'], listen: '127.0.0.1:9', tls } });
      expect([part, waitingSettings(config(), other, own)]).toEqual([part, []]);
    }
  },
);
