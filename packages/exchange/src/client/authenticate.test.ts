import { createHash } from 'node:crypto';
import { createDefaultEngine, type PeerCertificate } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createAuthenticate } from './authenticate.ts';
import type { Client } from './client.ts';
import type { Credentials } from './credentials.ts';

const engine = createDefaultEngine();

function certificate(seed: number, names: Partial<PeerCertificate> = {}): PeerCertificate {
  return { der: new Uint8Array([seed, 2, 3]), dnsNames: [], uris: [], ...names };
}

const sha256 = ({ der }: PeerCertificate) => createHash('sha256').update(der).digest('hex');

const mine = certificate(1);
const SECRET = 's3cret';

const CLIENTS: readonly Client[] = [
  { id: 'secret', secret: SECRET },
  { id: 'hash', certificate: { sha256: sha256(mine) } },
  { id: 'both', secret: SECRET, certificate: { sha256: sha256(certificate(9)) } },
  { id: 'dns', certificate: { dns: 'Builder.example' } },
  { id: 'uri', certificate: { uri: 'spiffe://acme/builder' } },
  { id: 'names', certificate: { dns: 'n.example', uri: 'spiffe://acme/n' } },
];

const authenticate = createAuthenticate(CLIENTS, engine);
const dns = (...dnsNames: readonly string[]) => certificate(2, { dnsNames });
const uri = (...uris: readonly string[]) => certificate(3, { uris });

describe('createAuthenticate refuses', () => {
  it.each<[string, Credentials]>([
    ['an unknown id', { id: 'nobody' }],
    ['an unknown id with a good secret', { id: 'nobody', secret: SECRET }],
    ['an unknown id with a good certificate', { id: 'nobody', certificate: mine }],
    ['an id that every object has', { id: 'constructor' }],
    ['an empty id', { id: '', secret: SECRET }],
    ['another case of the id', { id: 'Secret', secret: SECRET }],
    ['an id alone', { id: 'secret' }],
    ['a wrong secret', { id: 'secret', secret: 'S3cret' }],
    ['an empty secret', { id: 'secret', secret: '' }],
    ['the beginning of the secret', { id: 'secret', secret: SECRET.slice(0, -1) }],
    ['more than the secret', { id: 'secret', secret: `${SECRET} ` }],
    [
      'the digest of the secret',
      { id: 'secret', secret: createHash('sha256').update(SECRET).digest('hex') },
    ],
    ['a certificate in place of the secret', { id: 'secret', certificate: mine }],
    ['an id alone, of one with a certificate', { id: 'hash' }],
    ['a wrong certificate', { id: 'hash', certificate: certificate(8) }],
    [
      'a secret beside the certificate that proves it',
      { id: 'hash', secret: SECRET, certificate: mine },
    ],
    ['an empty secret beside it', { id: 'hash', secret: '', certificate: mine }],
    ['a secret alone, of one with both', { id: 'both', secret: SECRET }],
    ['a certificate alone, of one with both', { id: 'both', certificate: certificate(9) }],
    ['both, with a wrong secret', { id: 'both', secret: 'x', certificate: certificate(9) }],
    ['both, with a wrong certificate', { id: 'both', secret: SECRET, certificate: mine }],
    ['a certificate without verified names', { id: 'dns', certificate: dns() }],
    ['a name above', { id: 'dns', certificate: dns('example') }],
    ['a name below', { id: 'dns', certificate: dns('x.builder.example') }],
    ['a wildcard', { id: 'dns', certificate: dns('*.example') }],
    ['the name as a URI', { id: 'dns', certificate: uri('Builder.example') }],
    ['another URI', { id: 'uri', certificate: uri('spiffe://acme/builder/x') }],
    ['another case of the URI', { id: 'uri', certificate: uri('spiffe://acme/Builder') }],
    ['one of two names', { id: 'names', certificate: dns('n.example') }],
    ['the other of two names', { id: 'names', certificate: uri('spiffe://acme/n') }],
    ["somebody else's certificate", { id: 'hash', certificate: dns('builder.example') }],
  ])('%s', async (_, credentials) => {
    await expect(authenticate(credentials)).rejects.toMatchObject({
      code: 'client_unknown',
      status: 401,
      error: 'invalid_client',
    });
  });

  it('whatever is not the secret (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter }), async (secret) => {
        fc.pre(secret !== SECRET);
        await expect(authenticate({ id: 'secret', secret })).rejects.toMatchObject({
          code: 'client_unknown',
        });
      }),
    );
  });

  it.each<[string, readonly Client[], string]>([
    ['a client with nothing to prove', [{ id: 'x' }], 'the client x has neither'],
    ['an empty secret', [{ id: 'x', secret: '' }], 'the secret of the client x is empty'],
    ['a certificate that says nothing', [{ id: 'x', certificate: {} }], 'the client x names no'],
    ['a client without an id', [{ id: '', secret: 'x' }], 'has no id'],
    [
      'a client twice',
      [
        { id: 'x', secret: 'PLANTED' },
        { id: 'x', secret: 'y' },
      ],
      'x is listed twice',
    ],
  ])('%s, which would be anybody', (_, clients, message) => {
    expect(() => createAuthenticate(clients, engine)).toThrow(TypeError);
    expect(() => createAuthenticate(clients, engine)).toThrow(message);
    expect(() => createAuthenticate(clients, engine)).not.toThrow('PLANTED');
  });
});

describe('createAuthenticate knows', () => {
  it.each<[string, Credentials, string | undefined]>([
    ['nobody without credentials', {}, undefined],
    ['nobody by a certificate of nobody', { certificate: certificate(7) }, undefined],
    [
      'nobody by the certificate of one that also has a secret',
      { certificate: certificate(9) },
      undefined,
    ],
    ['nobody by a certificate with unverified names', { certificate: dns() }, undefined],
    ['a secret', { id: 'secret', secret: SECRET }, 'secret'],
    [
      'a secret, whatever the certificate',
      { id: 'secret', secret: SECRET, certificate: certificate(7) },
      'secret',
    ],
    ['a certificate', { id: 'hash', certificate: mine }, 'hash'],
    ['a certificate without an id', { certificate: mine }, 'hash'],
    ['both', { id: 'both', secret: SECRET, certificate: certificate(9) }, 'both'],
    ['a DNS name in any case', { certificate: dns('x.example', 'builder.example') }, 'dns'],
    ['a URI', { id: 'uri', certificate: uri('spiffe://acme/builder') }, 'uri'],
    [
      'two names',
      { certificate: certificate(4, { dnsNames: ['n.example'], uris: ['spiffe://acme/n'] }) },
      'names',
    ],
  ])('%s', async (_, credentials, expected) => {
    await expect(authenticate(credentials)).resolves.toBe(expected);
  });

  it('a fingerprint in capitals', async () => {
    const loud = createAuthenticate(
      [{ id: 'x', certificate: { sha256: sha256(mine).toUpperCase() } }],
      engine,
    );
    await expect(loud({ certificate: mine })).resolves.toBe('x');
    await expect(loud({ certificate: certificate(8) })).resolves.toBeUndefined();
  });

  it('the same certificate again', async () => {
    for (let round = 0; round < 3; round++) {
      await expect(authenticate({ id: 'hash', certificate: mine })).resolves.toBe('hash');
    }
  });
});
