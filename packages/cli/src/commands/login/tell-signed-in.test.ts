import { epochSeconds, systemClock } from '@drawbridge/core';
import type { KeptLogin } from '@drawbridge/login';
import { expect, it } from 'vitest';
import { createTestTerminal } from '../../test-run.fixture.ts';
import { tellSignedIn } from './tell-signed-in.ts';

const now = epochSeconds(systemClock);

function told(renewedUntil: number | undefined): string {
  const kept: KeptLogin = {
    name: 'dev',
    signIn: 'a',
    person: { issuer: 'https://id.test', subject: 'alice' },
    settings: {
      issuer: 'https://id.test',
      clientId: 'app',
      flow: 'code',
      scope: 'openid',
      aws: { role: 'arn:aws:iam::123456789012:role/dev' },
    },
    credentials: {
      accessKeyId: 'ASIA',
      secretAccessKey: 'hidden',
      sessionToken: 'hidden',
      obtainedAt: now,
      expiresAt: now + 3600,
    },
    keptIn: 'file',
  };
  const terminal = createTestTerminal();
  const until = renewedUntil === undefined ? {} : { renewedUntil };
  tellSignedIn({ kept, files: ['config'], ...until }, terminal);
  expect(terminal.text.stdout).not.toContain('hidden');
  return /^credentials.*$/m.exec(terminal.text.stdout)?.[0] ?? '';
}

it.each([
  ['a refresh token', Infinity, /, then renewed by the profile itself$/],
  ['an ID token that ends first', now + 60, /\), not renewed: the provider gave no refresh token$/],
  ['an ID token that ends later', now + 7200, /, renewed until \S+ \([^)]*\), then not renewed: /],
  ['keys', undefined, /^credentials {2}until \S+ \([^)]*\)$/],
])('with %s, what is said of the end is so', (_, until, said) => {
  expect(told(until)).toMatch(said);
});
