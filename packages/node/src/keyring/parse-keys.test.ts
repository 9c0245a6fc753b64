import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseKeys } from './parse-keys.ts';

const pem = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('parseKeys', () => {
  it('finds the one block of a text, whatever stands around it', () => {
    const [key] = parseKeys(`Bag Attributes\n  friendlyName: x\n${pem()}\nthe end`);
    expect(key).toMatchObject({ isPrivate: true, jwk: { kty: 'OKP', crv: 'Ed25519' } });
  });

  it('passes over the parameters of a curve', () => {
    const parameters =
      '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    expect(parseKeys(parameters + pem())).toHaveLength(1);
  });

  it.each([
    ['a block that does not end', '-----BEGIN PRIVATE KEY-----\nAAAA', /cut off: the END line/],
    ['another end', '-----BEGIN A-----\nAAAA\n-----END B-----', /cut off: the END line/],
    ['a block in a block', `-----BEGIN A-----\n${pem()}-----END A-----`, /cut off: the END line/],
    ['half a first line', '-----BEGIN PRIVATE', /cut off: it has no whole PEM block/],
    ['an end alone', '-----END A-----\n-----BEGIN PRIV', /cut off: it has no whole PEM block/],
    ['two members of one name', '{"kty":"EC","kid":"a","k\\u0069d":"b"}', /share a name/],
    ['two blocks', pem() + pem(), /more than one PEM block/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseKeys(text)).toThrow(message);
  });

  it('is quick about a text of very many first lines', () => {
    const before = process.cpuUsage();
    expect(() => parseKeys('-----BEGIN PRIVATE KEY-----\n'.repeat(37_000))).toThrow(/cut off/);
    const different = Array.from({ length: 40_000 }, (_, n) => `-----BEGIN K${n}-----`).join('');
    expect(() => parseKeys(different)).toThrow(/cut off/);
    // Looking for the end of each took minutes.
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
  });
});
