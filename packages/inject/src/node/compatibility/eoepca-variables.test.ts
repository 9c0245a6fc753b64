import { expect, it, describe } from 'vitest';
import { findInjectFaults } from '../faults/find-inject-faults.ts';
import { readEoepcaVariables } from './eoepca-variables.ts';

/** Those of the README's container command. */
const README = {
  OPEN_ID_CONNECT_URL: 'https://id.test/realms/r/.well-known/openid-configuration',
  OPEN_ID_CONNECT_CLIENT_ID: 'client',
  OPEN_ID_CONNECT_CLIENT_SECRET: 'planted',
  REMOTE_PROTECTED_DOMAIN: 'https://remote.test:9200/',
  TLS_NO_VERIFY: 'true',
  OPEN_ID_CONNECT_AUDIENCE: 'account',
  OPEN_ID_REFRESH_TOKEN: 'planted',
};

const sectionOf = (env: Readonly<Record<string, string>>) => readEoepcaVariables(env)?.section;

describe('readEoepcaVariables', () => {
  it('reads those of the README', () => {
    const read = readEoepcaVariables({ ...README, PROXY_HOST: '0.0.0.0' });
    expect(read).toEqual({
      section: {
        upstream: 'https://remote.test:9200/',
        listen: '0.0.0.0:8080',
        tlsNoVerify: true,
        token: {
          discoveryUrl: README.OPEN_ID_CONNECT_URL,
          client: { id: 'client', secret: { env: 'OPEN_ID_CONNECT_CLIENT_SECRET' } },
          refreshToken: { env: 'OPEN_ID_REFRESH_TOKEN' },
          expectedAudience: 'account',
        },
      },
      warnings: [],
    });
    expect(findInjectFaults(read?.section ?? {})).toEqual([]);
  });

  it('is silent where none of them is there', () => {
    expect(readEoepcaVariables({})).toBeUndefined();
    expect(readEoepcaVariables({ PROXY_PORT: '1', OPEN_ID_REFRESH_TOKEN: '' })).toBeUndefined();
  });

  it('tells all faults at once, each with its variable, and no secret', () => {
    const env = {
      OPEN_ID_REFRESH_TOKEN: 'planted',
      OPEN_ID_CONNECT_URL: 'id.test',
      REMOTE_PROTECTED_DOMAIN: 'https://ann:planted@remote.test',
      PROXY_PORT: '99999',
      PROXY_ACCEPT_HOSTS: 'a:1',
      PROXY_TERMINATION_ENDPOINT: 'http://0.0.0.0:8080',
    };
    const read = () => readEoepcaVariables(env);
    for (const name of [
      ...Object.keys(env).slice(1),
      'OPEN_ID_CONNECT_CLIENT_ID',
      'PROXY_TERMINATION_SECRET',
    ]) {
      expect(read).toThrow(name);
    }
    expect(read).toThrow('7 faults');
    expect(read).not.toThrow('planted');
  });

  it.each([
    ['REMOTE_PROTECTED_DOMAIN', 'is missing'],
    ['OPEN_ID_CONNECT_URL', 'is missing'],
    ['OPEN_ID_REFRESH_TOKEN', 'is missing; or give OPEN_ID_AUTH_TOKEN'],
  ])('needs %s', (name, message) => {
    expect(() => readEoepcaVariables({ ...README, [name]: '' })).toThrow(`${name} ${message}`);
  });

  it('begins with an access token that comes beside a refresh token', () => {
    const read = readEoepcaVariables({ ...README, OPEN_ID_AUTH_TOKEN: 'planted' });
    expect(read?.section.token).toMatchObject({
      accessToken: { env: 'OPEN_ID_AUTH_TOKEN' },
      refreshToken: { env: 'OPEN_ID_REFRESH_TOKEN' },
    });
    expect(read?.warnings).toEqual([]);
    expect(findInjectFaults(read?.section ?? {})).toEqual([]);
  });

  it.each(['OPEN_ID_CONNECT_CLIENT_SECRET', 'OPEN_ID_CONNECT_AUDIENCE', 'TLS_NO_VERIFY'])(
    'does without %s',
    (name) => {
      const read = readEoepcaVariables({ ...README, [name]: '' });
      expect(findInjectFaults(read?.section ?? {})).toEqual([]);
      expect(JSON.stringify(read?.section)).not.toContain(name);
    },
  );

  it('names all that is missing beside a refresh token at once', () => {
    const read = () => readEoepcaVariables({ REMOTE_PROTECTED_DOMAIN: 'https://remote.test' });
    for (const name of ['REFRESH_TOKEN', 'CONNECT_URL', 'CONNECT_CLIENT_ID']) {
      expect(read).toThrow(`OPEN_ID_${name} is missing`);
    }
  });

  it('needs no issuer for an access token alone, and says that it ends', () => {
    const env = { REMOTE_PROTECTED_DOMAIN: 'https://remote.test', OPEN_ID_AUTH_TOKEN: 'planted' };
    const read = readEoepcaVariables(env);
    expect(read?.section.token).toEqual({ accessToken: { env: 'OPEN_ID_AUTH_TOKEN' } });
    expect(read?.warnings.join()).toContain('nothing renews it');
    expect(findInjectFaults(read?.section ?? {})).toEqual([]);
  });

  it.each([
    ['TRUE', true, 0],
    ['false', undefined, 1],
    ['1', undefined, 1],
    ['', undefined, 0],
  ])('takes TLS_NO_VERIFY=%s for %s', (value, wanted, warnings) => {
    const read = readEoepcaVariables({ ...README, TLS_NO_VERIFY: value });
    expect(read?.section.tlsNoVerify).toBe(wanted);
    expect(read?.warnings).toHaveLength(warnings);
  });

  it.each([
    [{}, '127.0.0.1:8080'],
    [{ PROXY_PORT: '9' }, '127.0.0.1:9'],
    [{ PROXY_HOST: '::' }, '[::]:8080'],
    [{ PROXY_HOST: 'localhost', PROXY_PORT: '9' }, 'localhost:9'],
  ])('listens by %j on %s', (env, listen) => {
    expect(sectionOf({ ...README, ...env })?.listen).toBe(listen);
  });

  it.each([
    ['http://0.0.0.0:8080/quitquitquit', '/quitquitquit'],
    ['/quit', '/quit'],
    ['quitquitquit', '/quitquitquit'],
  ])('ends at the path of %s', (endpoint, path) => {
    const env = {
      ...README,
      PROXY_TERMINATION_ENDPOINT: endpoint,
      PROXY_TERMINATION_SECRET: 'planted',
    };
    expect(sectionOf(env)?.termination).toEqual({
      path,
      secret: { env: 'PROXY_TERMINATION_SECRET' },
    });
    expect(
      sectionOf({ ...env, PROXY_TERMINATION_SECRET_FILE: '/run/s' })?.termination?.secret,
    ).toEqual({
      file: '/run/s',
    });
  });

  it('reads further names and a secret, which the original had not', () => {
    const env = { ...README, PROXY_ACCEPT_HOSTS: 'inject, box.test', PROXY_SECRET_FILE: '/run/s' };
    expect(sectionOf(env)).toMatchObject({
      hosts: ['inject', 'box.test'],
      secret: { file: '/run/s' },
    });
  });
});
