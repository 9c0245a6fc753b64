import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPem } from './pem.ts';

const block = (body: string, label = 'PRIVATE KEY', end = label) =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${end}-----\n`;
const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes);

/** RFC 7468 section 3: lines of 64 characters. */
function write(bytes: Uint8Array, label: string): string {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/.{64}(?=.)/g, '$&\n');
  return block(lines, label);
}

describe('readPem', () => {
  it.each([
    ['lines that end with line feeds', block('AAEC\nAwQF')],
    ['carriage returns too', block('AAEC\nAwQF').replaceAll('\n', '\r\n')],
    ['one line', block('AAECAwQF')],
    ['white space in it', block(' AA\tEC \n\n AwQF\n')],
    ['white space around it', `\n \t${block('AAECAwQF')}\n\n`],
    ['no line feed at its end', block('AAECAwQF').trimEnd()],
  ])('reads a block with %s', (_, text) => {
    expect(readPem(text, 'PRIVATE KEY')).toEqual(bytesOf(0, 1, 2, 3, 4, 5));
  });

  it.each([
    ['AA==', bytesOf(0)],
    ['AAE=', bytesOf(0, 1)],
    ['+/+/', bytesOf(0xfb, 0xff, 0xbf)],
  ])('reads %s', (body, bytes) => {
    expect(readPem(block(body), 'PRIVATE KEY')).toEqual(bytes);
  });

  it.each([
    ['nothing', ''],
    ['base64 alone', 'AAEC'],
    ['nothing between the lines', block('')],
    ['white space between them', block(' \n ')],
    ['another label', block('AAEC', 'PUBLIC KEY')],
    ['another label at the end', block('AAEC', 'PRIVATE KEY', 'PUBLIC KEY')],
    ['a longer label', block('AAEC', 'EC PRIVATE KEY')],
    ['a label in small letters', block('AAEC', 'private key')],
    ['no end', block('AAEC').replace(/-----END.*/s, '')],
    ['a dash too few', block('AAEC').replace('-----BEGIN', '----BEGIN')],
    ['two blocks', block('AAEC') + block('AAEC')],
    ['text before it', `x\n${block('AAEC')}`],
    ['text after it', `${block('AAEC')}x`],
    ['header lines (RFC 1421)', block('DEK-Info: AES\n\nAAEC')],
    ['the alphabet of base64url', block('-_-_')],
    ['no padding', block('AA')],
    ['too much padding', block('A===')],
    ['padding in the middle', block('AA==AAEC')],
    ['padding alone', block('====')],
    ['bits beyond the last byte', block('AB==')],
    ['a character that is none of base64', block('AA.C')],
  ])('knows no block in %s', (_, text) => {
    expect(readPem(text, 'PRIVATE KEY')).toBeUndefined();
  });

  it('reads what was written, under its own label alone (property)', () => {
    const label = fc.stringMatching(/^[A-Z0-9][A-Z0-9 ]{0,20}$/);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), label, label, (bytes, a, b) => {
        expect(readPem(write(bytes, a), a)).toEqual(bytes);
        if (a !== b) expect(readPem(write(bytes, a), b)).toBeUndefined();
      }),
    );
  });

  it('takes one spelling of the bytes, white space aside (property)', () => {
    const body = fc.stringMatching(/^[A-D+/= \n]{1,16}$/);
    fc.assert(
      fc.property(body, (text) => {
        const bytes = readPem(block(text), 'PRIVATE KEY');
        if (bytes === undefined) return;
        expect(Buffer.from(bytes).toString('base64')).toBe(text.replaceAll(/\s/g, ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads a long text that is no block in time that grows with it alone', () => {
    for (const text of [
      `-----BEGIN A-----\n${'A'.repeat(1_000_000)}`,
      `${' '.repeat(1_000_000)}x`,
      `-----BEGIN A-----\n${' '.repeat(1_000_000)}-----END B-----`,
    ]) {
      const begun = performance.now();
      expect(readPem(text, 'A')).toBeUndefined();
      expect(performance.now() - begun).toBeLessThan(2000);
    }
  });

  it('reads what OpenSSL writes', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    expect(Buffer.from(readPem(pem, 'PRIVATE KEY') ?? []).equals(der)).toBe(true);
  });
});
