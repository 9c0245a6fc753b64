import { stripVTControlCharacters } from 'node:util';
import { decodeToken } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import { createTestIssuer, createTestVerifier } from '@drawbridge/testing';
import { describe, expect, test } from 'vitest';
import { firstScreen } from './first-screen.ts';
import { jobClaims, SAMPLE_JOB } from './provider/sample-job.ts';
import { sampleRule } from './sample-rule.ts';
import type { DevSystem } from './start-dev.ts';

const provider = await createTestIssuer({ issuer: 'http://127.0.0.1:8081' });
const bridge = await createTestIssuer({
  issuer: 'http://127.0.0.1:8080',
  audience: 'sts.amazonaws.com',
});

async function systemWith(claims: Readonly<Record<string, unknown>> = {}): Promise<DevSystem> {
  const upstreamToken = await provider.issue({ ...jobClaims(SAMPLE_JOB), ...claims });
  const exchangedToken = await bridge.issue({ sub: jobClaims(SAMPLE_JOB).sub });
  return {
    home: 'http://127.0.0.1:8082/',
    openHome: () => Promise.resolve(),
    upstreamIssuer: provider.issuer,
    issuer: bridge.issuer,
    tokenEndpoint: `${bridge.issuer}/token`,
    rules: [sampleRule(provider.issuer)],
    matched: 'protected-branches-of-web',
    crossing: {
      upstreamToken,
      upstreamClaims: decodeToken(upstreamToken).claims,
      exchangedToken,
      exchanged: await createTestVerifier(bridge).verify(exchangedToken),
    },
    tokenFile: "/tmp/it's/token.jwt",
    close: () => Promise.resolve(),
  };
}

const plain = createStyle({ isTTY: false }, {});
const colourful = createStyle({ isTTY: true }, {});

describe('the first screen', () => {
  test('has no token on it, whole or in part', async () => {
    const system = await systemWith();
    const screen = firstScreen(system, plain);
    const { upstreamToken, exchangedToken } = system.crossing;
    for (const part of `${upstreamToken}.${exchangedToken}`.split('.')) {
      expect(screen).not.toContain(part);
    }
    expect(screen).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  });

  test('tells the way of the token: claims in, rule, claims out, keys', async () => {
    const screen = firstScreen(await systemWith(), plain);
    for (const text of [
      'http://127.0.0.1:8082/',
      'private OpenID provider  http://127.0.0.1:8081',
      'user_login       ada',
      'rule protected-branches-of-web',
      'copy  sub, project_path, ref and nothing else',
      'http://127.0.0.1:8080/.well-known/jwks.json',
      bridge.key().kid,
      'RS256, valid',
      `--data-binary '@/tmp/it'\\''s/token.jwt'`,
      'npx drawbridge token verify - --issuer http://127.0.0.1:8080 --audience sts.amazonaws.com',
    ]) {
      expect(screen).toContain(text);
    }
  });

  test('is coloured on a terminal, and has the same words everywhere', async () => {
    const system = await systemWith();
    const screen = firstScreen(system, colourful);
    expect(screen).toContain('\u001b[1mDrawbridge\u001b[22m');
    expect(stripVTControlCharacters(screen)).toBe(firstScreen(system, plain));
    expect(firstScreen(system, plain)).not.toContain('\u001b');
  });

  test('passes over claims that are not there', async () => {
    const screen = firstScreen(await systemWith({ jti: undefined }), plain);
    expect(screen).not.toContain('undefined');
    expect(screen).not.toMatch(/^ *nbf/m);
  });
});
