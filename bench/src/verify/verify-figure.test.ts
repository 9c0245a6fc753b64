import { ALGORITHM_NAMES } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { tampered, tokensToVerify } from './tokens.ts';
import { ours, peer, PEERS } from './verifiers.ts';
import { requireVerifies } from './verify-figure.ts';

describe.each(ALGORITHM_NAMES)('%s', (alg) => {
  it('is verified by ours and by every peer, and a changed claim by none', async () => {
    const given = await tokensToVerify(alg, 2);
    await requireVerifies('ours', ours(given), given.tokens);
    for (const name of PEERS) await requireVerifies(name, await peer(name, given), given.tokens);
  });
});

describe('the sides of a verification', () => {
  it('all check issuer, audience and algorithm', async () => {
    const given = await tokensToVerify('ES256', 1);
    const [token = ''] = given.tokens;
    for (const changed of [
      { ...given, issuer: 'https://other.example.com' },
      { ...given, audience: 'https://other.example.com' },
    ]) {
      const sides = [
        ours(changed),
        ...(await Promise.all(PEERS.map((name) => peer(name, changed)))),
      ];
      for (const verify of sides) {
        await expect((async () => verify(token))()).rejects.toThrow(/iss|aud/);
      }
    }
  });
});

describe('requireVerifies', () => {
  it('does not take who believes everything for a verifier', async () => {
    const { tokens } = await tokensToVerify('ES256', 1);
    await expect(requireVerifies('credulous', () => true, tokens)).rejects.toThrow(
      'credulous takes a token that was tampered with',
    );
  });

  it('does not take who believes nothing for one', async () => {
    const { tokens } = await tokensToVerify('ES256', 1);
    const refuse = () => {
      throw new Error('no');
    };
    await expect(requireVerifies('sceptic', refuse, tokens)).rejects.toThrow('no');
  });
});

describe('tokensToVerify', () => {
  it('makes distinct tokens of about 1.1 kB', async () => {
    const { tokens } = await tokensToVerify('RS256', 5);
    expect(new Set(tokens).size).toBe(5);
    for (const token of tokens) {
      expect(token.length).toBeGreaterThan(1000);
      expect(token.length).toBeLessThan(1500);
    }
    expect(tampered(tokens[0] ?? '').split('.')[2]).toBe(tokens[0]?.split('.')[2]);
  });
});
