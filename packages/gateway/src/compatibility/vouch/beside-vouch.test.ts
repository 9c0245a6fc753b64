import type { Reply } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import { besideVouch, besideVouchFaults } from './beside-vouch.ts';

const AUTH = createAuthOrigin('https://auth.example.com');
const PROXY = '10.0.0.2';
const named = (body: string) => ({
  handle: () => Promise.resolve<Reply>({ status: 200, headers: [], body }),
});

async function whoAnswers(
  target: string,
  host: string,
  { documentRoot = '', forwarded = '', address = PROXY } = {},
): Promise<string> {
  const handle = besideVouch({
    native: named('native'),
    vouch: named('vouch'),
    auth: AUTH,
    documentRoot,
    nativePaths: ['/oauth2/'],
    isProxy: (peer) => peer === PROXY,
  });
  const headers: [string, string][] = [['host', host]];
  if (forwarded !== '') headers.push(['x-forwarded-host', forwarded]);
  return replyText(await handle(testCall({ target, headers, address })));
}

describe('beside each other', () => {
  it.each([
    ['/validate', 'app.example.com', 'vouch'],
    ['/login?url=https://app.example.com/', 'vouch.example.com', 'vouch'],
    ['/auth?state=x', 'vouch.example.com', 'vouch'],
    ['/healthcheck', '127.0.0.1:9090', 'vouch'],
    ['/', 'app.example.com', 'vouch'],
    ['/authz', 'app.example.com', 'vouch'],
    ['/validate?x=/authz/nginx', 'app.example.com', 'vouch'],
    ['/authz/nginx', 'app.example.com', 'native'],
    ['/authz/envoy/some/path', 'vouch.example.com', 'native'],
    ['/.drawbridge/login?url=/', 'app.example.com', 'native'],
    ['/oauth2/auth', 'app.example.com', 'native'],
    ['/.well-known/jwks.json', 'gateway.internal', 'native'],
    ['/login?request=x', 'auth.example.com', 'native'],
    ['/', 'AUTH.example.com:443', 'native'],
    ['/validate', 'auth.example.com', 'native'],
  ])('%s of %s is for %s', async (target, host, who) => {
    expect(await whoAnswers(target, host)).toBe(who);
  });

  it('a host is told by a trusted proxy too, and by nobody else', async () => {
    const forwarded = 'auth.example.com';
    expect(await whoAnswers('/login', 'gateway:9090', { forwarded })).toBe('native');
    const stranger = { forwarded, address: '192.0.2.1' };
    expect(await whoAnswers('/login', 'gateway:9090', stranger)).toBe('vouch');
  });

  it('on the auth host, what is below the document root is for Vouch mode', async () => {
    const documentRoot = '/vouch';
    const ask = (target: string) => whoAnswers(target, 'auth.example.com', { documentRoot });
    expect(await ask('/vouch/auth?state=x')).toBe('vouch');
    expect(await ask('/vouch')).toBe('vouch');
    expect(await ask('/vouchers')).toBe('native');
    expect(await ask('/login')).toBe('native');
  });
});

describe('a Vouch mode cannot be beside', () => {
  it('with its callback on the auth host, but below a document root', () => {
    const urls = ['https://vouch.example.com/auth', 'https://Auth.example.com/auth'];
    expect(besideVouchFaults(AUTH, '', urls)).toEqual([
      expect.stringMatching(/auth\.example\.com.*another name.*document_root: \/vouch/),
    ]);
    expect(besideVouchFaults(AUTH, '/vouch', urls)).toEqual([]);
    expect(besideVouchFaults(AUTH, '', urls.slice(0, 1))).toEqual([]);
  });

  it.each(['/login', '/.drawbridge', '/callback', '/callback/corp', '/.well-known'])(
    'at %s, where the gateway has paths of its own',
    (root) => {
      expect(besideVouchFaults(AUTH, root, [])).toHaveLength(1);
    },
  );
});
