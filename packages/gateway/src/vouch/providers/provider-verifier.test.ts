import type { FetchDocument } from '@drawbridge/core';
import { createLogRecorder, createTestClock, createTestIssuer } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createProviderVerifier } from './provider-verifier.ts';

async function setUp() {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ issuer: 'https://id.test', clock });
  const cilogon = await createTestIssuer({ issuer: 'https://cilogon.org', clock });
  const state = { isDown: false, asked: [] as string[] };
  const fetchDocument: FetchDocument = async (url, options) => {
    state.asked.push(url);
    if (url === 'https://cilogon.org/oauth2/certs') {
      return cilogon.fetch('https://cilogon.org/jwks.json', options);
    }
    if (state.isDown) return { status: 503, headers: [], body: '' } as never;
    return issuer.fetch(url, options);
  };
  const verifier = createProviderVerifier({
    oauth: { provider: 'oidc', issuer: 'https://id.test', tokenUrl: 'https://id.test/token' },
    fetchDocument,
    clock,
    log: createLogRecorder(),
  });
  return { clock, issuer, cilogon, state, verifier };
}

it('takes no token of others, nor one whose signature is not of its issuer', async () => {
  const { verifier, clock, issuer } = await setUp();
  const stranger = await createTestIssuer({ issuer: 'https://evil.test', clock });
  const forged = (await issuer.issue({})).replace(/.{20}$/, 'A'.repeat(20));
  await expect(verifier.verify(await stranger.issue({}))).rejects.toMatchObject({
    code: 'issuer_unknown',
  });
  await expect(verifier.verify(forged)).rejects.toMatchObject({ code: 'signature_invalid' });
});

it('takes those of CILogon without asking the provider', async () => {
  const { verifier, cilogon, state } = await setUp();
  await verifier.verify(await cilogon.issue({ sub: 'ada' }));
  expect(state.asked).toEqual(['https://cilogon.org/oauth2/certs']);
});

it('finds the issuer of the provider once', async () => {
  const { verifier, issuer, state } = await setUp();
  const token = await issuer.issue({ sub: 'ada' });
  await Promise.all([verifier.verify(token), verifier.verify(token)]);
  expect(state.asked).toHaveLength(2);
});

it('looks for it again after a pause, and not before', async () => {
  const { verifier, issuer, state, clock } = await setUp();
  const token = await issuer.issue({ sub: 'ada' });
  state.isDown = true;
  for (const _ of [1, 2, 3]) {
    await expect(verifier.verify(token)).rejects.toMatchObject({ kind: 'upstream' });
  }
  expect(state.asked).toHaveLength(1);
  state.isDown = false;
  clock.advance(61);
  expect((await verifier.verify(token)).claims).toMatchObject({ sub: 'ada' });
});
