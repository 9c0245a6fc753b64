import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochSeconds, systemClock } from '@drawbridge/core';
import type { NewLogin } from '../kept/logins.ts';
import { openLogins, type OpenLoginsOptions } from './open-logins.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A login of a person, for an hour, with credentials. */
export function loginOf(name: string, sub = 'ann', now = epochSeconds(systemClock)): NewLogin {
  const claims = { iss: 'https://op.example.com', sub, aud: 'laptop', exp: now + 3600 };
  return {
    name,
    settings: {
      issuer: 'https://op.example.com',
      clientId: 'laptop',
      flow: 'code',
      scope: 'openid email',
      aws: { role: 'arn:aws:iam::123456789012:role/deploy' },
    },
    tokens: {
      accessToken: `access-of-${sub}`,
      tokenType: 'Bearer',
      obtainedAt: now,
      idToken: `${part({ alg: 'RS256' })}.${part(claims)}.${'c2ln'.repeat(20)}`,
    },
    credentials: {
      accessKeyId: `ASIA-${name}`,
      secretAccessKey: 'secret-of-tests',
      sessionToken: 'session-of-tests',
      expiresAt: now + 3600,
    },
  };
}

/** A data folder of a test. */
export interface TestData {
  readonly data: string;
  /** Logins of the folder, kept in files unless told otherwise, of which nobody is asked. */
  open(options?: Partial<OpenLoginsOptions>): ReturnType<typeof openLogins>;
  remove(): Promise<void>;
}

export async function createTestData(): Promise<TestData> {
  const data = await mkdtemp(join(tmpdir(), 'drawbridge-logins-'));
  return {
    data,
    open: (options = {}) =>
      openLogins({
        data,
        env: {},
        cache: 'file',
        http: () => Promise.reject(new Error('nobody is asked')),
        ...options,
      }),
    remove: () => rm(data, { recursive: true, force: true }),
  };
}
