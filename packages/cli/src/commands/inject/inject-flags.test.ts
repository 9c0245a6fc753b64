import type { DrawbridgeError } from '@drawbridge/core';
import { expect, test } from 'vitest';
import { readFlags } from './inject-flags.ts';

const env = { SECRET: 'planted', EMPTY: '' };

test('every flag is a setting', () => {
  const flags = readFlags(
    'https://up.test',
    {
      listen: '1',
      socket: 's',
      acceptHost: ['a'],
      secret: 'SECRET',
      ca: 'c',
      insecure: true,
      issuer: 'i',
      tokenEndpoint: 't',
      clientId: 'c',
      clientSecret: '@file',
      refreshToken: 'SECRET',
      accessToken: 'SECRET',
      clientCredentials: true,
      tokenFile: 'f',
      tokenCommand: 'gcloud auth  print-access-token',
      login: 'dev',
      exchangeToken: '@subject',
      scope: 'a b',
      audience: ['a'],
      resource: ['r'],
    },
    env,
  );
  const section: Record<string, unknown> = {};
  for (const { steps, value } of flags) section[steps.join('.')] = value;
  expect(section).toEqual({
    'inject.upstream': 'https://up.test',
    'inject.listen': '1',
    'inject.socket': 's',
    'inject.hosts': ['a'],
    'inject.secret': { env: 'SECRET' },
    'inject.caFile': 'c',
    'inject.tlsNoVerify': true,
    'inject.token.issuer': 'i',
    'inject.token.tokenEndpoint': 't',
    'inject.token.client.id': 'c',
    'inject.token.client.secret': { file: 'file' },
    'inject.token.refreshToken': { env: 'SECRET' },
    'inject.token.accessToken': { env: 'SECRET' },
    'inject.token.clientCredentials': true,
    'inject.token.file': 'f',
    'inject.token.command': ['gcloud', 'auth', 'print-access-token'],
    'inject.token.login': 'dev',
    'inject.token.exchange.subjectTokenFile': 'subject',
    'inject.token.scope': 'a b',
    'inject.token.audience': ['a'],
    'inject.token.resource': ['r'],
  });
});

test('a secret on the command line is refused, and not repeated', () => {
  const options = {
    secret: 'planted-1',
    clientSecret: 'planted-2',
    refreshToken: 'EMPTY',
    accessToken: 'planted-3',
    exchangeToken: 'planted-4',
  };
  const read = () => readFlags(undefined, options, env);
  for (const flag of ['--secret', '--client-secret', '--refresh-token', '--access-token']) {
    expect(read).toThrow(flag);
  }
  expect(read).toThrow('--exchange-token is no @FILE');
  expect(read).toThrow('5 faults');
  expect(read).not.toThrow('planted');
});

test('what is missing of a secret comes with what to do', () => {
  const fault = faultOf(() => readFlags(undefined, { refreshToken: 'NONE' }, env));
  expect(fault.hint).toContain('export REFRESH_TOKEN');
});

test.each([
  [{ listen: 'unix:/run/i.sock' }, '--listen is a unix socket: give its path with --socket'],
  [{ tokenCommand: "sh -c 'planted word'" }, '--token-command has quotation marks'],
  [{ tokenCommand: 'sh -c "planted word"' }, '--token-command has quotation marks'],
])('%j is told what to give', (options, message) => {
  const read = () => readFlags(undefined, options, env);
  expect(read).toThrow(message);
  expect(read).not.toThrow('planted');
});

function faultOf(act: () => unknown): DrawbridgeError {
  try {
    act();
  } catch (thrown) {
    return thrown as DrawbridgeError;
  }
  throw new Error('nothing was thrown');
}

test('nothing given is nothing', () => {
  expect(readFlags(undefined, {}, env)).toEqual([]);
});
