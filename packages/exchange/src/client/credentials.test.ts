import { DrawbridgeError, type HeaderField, type PeerCertificate } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredentials } from './credentials.ts';

type Given = Readonly<Record<string, unknown>>;

function read(parameters: Given = {}, ...authorization: readonly string[]) {
  const headers = authorization.map((value): HeaderField => ['Authorization', value]);
  const raw = new Map(Object.entries(parameters).map(([name, value]) => [name, [value]]));
  return readCredentials(testCall({ headers }), raw);
}

function faultOf(parameters: Given, ...authorization: readonly string[]): DrawbridgeError {
  try {
    read(parameters, ...authorization);
  } catch (error) {
    expect(error).toBeInstanceOf(DrawbridgeError);
    return error as DrawbridgeError;
  }
  throw new Error('nothing was thrown');
}

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const basic = (text: string) => `Basic ${base64(text)}`;

/** As RFC 6749 appendix B has it, by another hand: URLSearchParams. */
const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);

describe('readCredentials reads Basic credentials (RFC 6749 section 2.3.1)', () => {
  it('of the example of section 2.3.1', () => {
    expect(read({}, 'Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3')).toEqual({
      id: 's6BhdRkqt3',
      secret: '7Fjfp0ZBr1KtDRbnfVdmIw',
    });
  });

  it.each([
    ['a:b', 'a', 'b'],
    ['a:b:c', 'a', 'b:c'],
    ['a%3Ab:c%3Ad', 'a:b', 'c:d'],
    ['a:', 'a', ''],
    [':b', '', 'b'],
    [':', '', ''],
    ['a+b:c%20d%2B', 'a b', 'c d+'],
    // RFC 6749 appendix B: SPACE, %, &, +, POUND, EURO.
    ['+%25%26%2B%C2%A3%E2%82%AC:x', ' %&+£€', 'x'],
    ['ü:€', 'ü', '€'],
  ])('of %j', (text, id, secret) => {
    expect(read({}, basic(text))).toEqual({ id, secret });
  });

  it.each(['basic', 'BASIC', 'bAsIc'])('with the scheme written as %s', (scheme) => {
    expect(read({}, `${scheme}   ${base64('a:b')}`)).toEqual({ id: 'a', secret: 'b' });
  });

  it('and gets back whatever was form-encoded (property)', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (id, secret) => {
        expect(read({}, basic(`${encode(id)}:${encode(secret)}`))).toEqual({ id, secret });
      }),
    );
  });
});

describe('readCredentials refuses as client_unknown', () => {
  it.each([
    [''],
    ['Basic'],
    ['Basic '],
    [base64('a:b')],
    [`Basic:${base64('a:b')}`],
    [`Basic\t${base64('a:b')}`],
    [`Basic ${base64('a:b')} `],
    [`Basic ${base64('a:b')}, Bearer x`],
    [`Basic ${base64('a:b')}\n`],
    [`Basic !${base64('a:b')}`],
    ['Basic YTpi='],
    ['Basic YTpiY'],
    ['Basic YTp_Yj8-'],
    [basic('no colon')],
    [basic('a%:b')],
    [basic('a:b%zz')],
    [basic('a:%FF')],
    [`Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString('base64')}`],
    ['Bearer PLANTED'],
    ['Digest username="a"'],
    ['Negotiate x'],
  ])('the header %j', (value) => {
    const fault = faultOf({}, value);
    expect([fault.code, fault.status, fault.error]).toEqual([
      'client_unknown',
      401,
      'invalid_client',
    ]);
  });

  it('two headers, though they are the same', () => {
    expect(faultOf({}, basic('a:b'), basic('a:b'))).toMatchObject({ code: 'client_unknown' });
  });

  it('an assertion, which nobody would check', () => {
    expect(faultOf({ client_assertion: 'a.b.c' })).toMatchObject({ code: 'client_unknown' });
  });
});

describe('readCredentials refuses', () => {
  it.each<[string, Given, readonly string[], string]>([
    [
      'both ways at once',
      { client_id: 'a', client_secret: 'b' },
      [basic('a:b')],
      'parameter_invalid',
    ],
    ['a secret beside the header', { client_secret: 'b' }, [basic('a:b')], 'parameter_invalid'],
    ['another id than the header has', { client_id: 'c' }, [basic('a:b')], 'parameter_invalid'],
    ['a secret without an id', { client_secret: 'b' }, [], 'parameter_missing'],
    ['an id that is no text', { client_id: 1 }, [], 'parameter_invalid'],
    ['a secret that is no text', { client_id: 'a', client_secret: ['b'] }, [], 'parameter_invalid'],
    ['a secret that is null', { client_id: 'a', client_secret: null }, [], 'parameter_invalid'],
  ])('%s', (_, parameters, headers, code) => {
    expect(faultOf(parameters, ...headers)).toMatchObject({
      code,
      status: 400,
      error: 'invalid_request',
    });
  });

  it('a parameter that is there twice', () => {
    const parameters = new Map([['client_id', ['a', 'a']]]);
    expect(() => readCredentials(testCall(), parameters)).toThrow(
      expect.objectContaining({ code: 'parameter_invalid' }),
    );
  });

  it('whatever it refuses without showing it (property)', () => {
    const piece = fc.constantFrom(
      'PLANTED',
      basic('PLANTED:PLANTED'),
      'Basic ',
      ':',
      '%',
      'a',
      '=',
    );
    const text = fc.array(piece, { maxLength: 4 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 2 }), fc.option(text), (headers, secret) => {
        try {
          read(secret === null ? {} : { client_secret: secret }, ...headers);
        } catch (error) {
          expect(error).toBeInstanceOf(DrawbridgeError);
          const { message, hint, cause, stack } = error as DrawbridgeError;
          const said = `${message} ${hint} ${String(cause)} ${stack}`;
          expect(said).not.toContain('PLANTED');
          expect(said).not.toContain(base64('PLANTED:PLANTED'));
        }
      }),
    );
  });
});

describe('readCredentials', () => {
  it('finds none where there are none', () => {
    expect(read()).toEqual({});
  });

  it('reads them from the body, and takes an id that the header repeats', () => {
    expect(read({ client_id: 'a', client_secret: 'b' })).toEqual({ id: 'a', secret: 'b' });
    expect(read({ client_id: 'a' })).toEqual({ id: 'a' });
    expect(read({ client_id: 'a' }, basic('a:b'))).toEqual({ id: 'a', secret: 'b' });
  });

  it('hands the certificate of the connection on', () => {
    const certificate: PeerCertificate = { der: new Uint8Array([1]), dnsNames: [], uris: [] };
    const call = { ...testCall(), peer: { address: undefined, certificate } };
    expect(readCredentials(call, new Map())).toEqual({ certificate });
  });
});
