import { readdir } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VOUCH_DEFAULTS } from '../../vouch/vouch-defaults.fixture.ts';
import { certify } from '../../../../../tools/certify.ts';
import { GOOD_SECRET, LEAST, makeVouchFolder, type VouchFolder } from './vouch.fixture.ts';

let folder: VouchFolder;
beforeEach(async () => {
  folder = await makeVouchFolder();
});
afterEach(() => folder.remove());

const ENV = { VOUCH_JWT_SECRET: GOOD_SECRET };

/** Of a section `vouch` with more in it, each line with two spaces in front. */
const least = (...lines: readonly string[]) => LEAST + lines.map((line) => `  ${line}\n`).join('');

const faultOf = (yaml: string, env: Readonly<Record<string, string>> = ENV) =>
  folder.read(yaml, env).then(
    () => {
      throw new Error('nothing is wrong with it');
    },
    (thrown: Error & { code: string }) => {
      expect(thrown.code).toBe('config_invalid');
      return thrown.message;
    },
  );

describe('readVouchConfig refuses', () => {
  it.each([
    ['vouch.domains', 'is missing', 'vouch: {validateOnly: true}\n'],
    ['vouch.domains', 'no domain', 'vouch: {validateOnly: true, domains: ["https://a.test/"]}\n'],
    ['vouch.domains', 'no domain', 'vouch: {validateOnly: true, domains: ["a.test:8443"]}\n'],
    ['vouch.allowAllUsers', 'beside vouch.domains', least('allowAllUsers: true')],
    ['vouch.publicAccess', 'is not true or false', least('publicAccess: yes')],
    ['vouch.port', 'is not a whole number', least('port: x')],
    ['vouch.port', 'is not a whole number', least('port: 70000')],
    ['vouch.listen', 'is no address', least('listen: "a:9090"')],
    ['vouch.listen', 'is no socket file', least('listen: "unix:run/vouch.sock"')],
    ['vouch.socket_mode', 'is no mode', least('socket_mode: 432')],
    [
      'vouch.socket_group',
      'is no group',
      least('listen: unix:/run/v.sock', 'socket_group: no-such-group'),
    ],
    ['vouch.document_root', 'is no path', least('document_root: vouch')],
    ['vouch.document_root', 'is no path', least('document_root: /a/../b')],
    ['vouch.readTimeout', 'is 0', least('readTimeout: 0')],
    ['vouch.logLevel', 'is none of', least('logLevel: loud')],
    ['vouch.tls.profile', 'is none of', least('tls: {profile: odd}')],
    ['vouch.tls.key', 'is missing beside vouch.tls.cert', least('tls: {cert: c.pem}')],
    ['vouch.tls.cert', 'cannot be read (ENOENT)', least('tls: {cert: c.pem, key: k.pem}')],
    ['vouch.jwt.signing_method', 'is none of', least('jwt: {signing_method: none}')],
    ['vouch.jwt.public_key_file', 'goes by', least('jwt: {public_key_file: a.pem}')],
    ['vouch.jwt.public_key_file', 'is missing', least('jwt: {signing_method: RS256}')],
    ['vouch.jwt.maxAge', 'is 0', least('jwt: {maxAge: 0}')],
    ['vouch.session.maxAge', 'is 0', least('session: {maxAge: 0}')],
    ['vouch.session.name', 'is vouch.cookie.name', least('session: {name: VouchCookie}')],
    ['vouch.cookie.name', 'has characters', least('cookie: {name: "a;b"}')],
    ['vouch.headers.user', 'has characters', least('headers: {user: "X User"}')],
    ['vouch.cookie.sameSite', 'is none of', least('cookie: {sameSite: odd}')],
    ['vouch.cookie.sameSite', 'only with', least('cookie: {sameSite: none, secure: false}')],
    ['vouch.domains', 'is given twice', least('Domains: [b.test]')],
    ['vouch.headers.claims', 'is not a list', least('headers: {claims: [[a]]}')],
    ['lasso', 'rename it to vouch', `${LEAST}lasso: {port: 1}\n`],
    ['vouch', 'has a merge key (<<)', least('<<: [1]')],
    ['vouch.domains', 'is given twice', least('<<: {Domains: [b.test]}')],
  ])('%s that %s', async (path, words, yaml) => {
    const message = await faultOf(yaml);
    expect(message).toContain(path);
    expect(message).toContain(words);
  });

  it('all of them at once, each with its place, and no secret in it', async () => {
    const message = await faultOf(
      least('port: x', 'jwt: {secret: PLANTED, maxAge: 0}', 'cookie: {name: "a b"}'),
      { VOUCH_JWT_COMPRESS: 'maybe', VOUCH_SESSION_KEY: 'PLANTED' },
    );
    expect(message).toContain('5 faults');
    expect(message).toMatch(/vouch\.port \(.*config\.yml:4:3\) is not a whole number/);
    expect(message).toContain('vouch.jwt.compress (VOUCH_JWT_COMPRESS) is not true or false');
    expect(message).not.toContain('PLANTED');
  });

  it('a weak secret, and shows the way to a better one', async () => {
    const message = await faultOf(LEAST, { VOUCH_JWT_SECRET: 'vouch-jwt-secret-goes-here' });
    expect(message).toContain('vouch.jwt.secret (VOUCH_JWT_SECRET) has less than 44 characters');
    expect(message).toContain('openssl rand -base64 32');
    expect(message).toContain('vouch.jwt.previousSecrets');
    expect(message).toContain('vouch.jwt.allowWeakSecret: true');
    expect(message).not.toContain('goes-here');
  });

  it('a weak secret of config/secret, and a weak one of before', async () => {
    await folder.write('config/secret', 'short');
    const message = await faultOf(least('jwt: {previousSecrets: [brief]}'), {});
    expect(message).toMatch(/vouch\.jwt\.secret has less than 44/);
    expect(message).toMatch(/vouch\.jwt\.previousSecrets .*has less than 44/);
  });

  it('what is missing, and tells of the key that was meant for it', async () => {
    const message = await faultOf('vouch: {allowAllUser: true}\noauth: {}\n');
    expect(message).toContain('vouch.domains is missing');
    expect(message).toMatch(
      /vouch\.allowAllUser \(.*config\.yml:1:9\) is passed over, since nobody knows it \(did you mean vouch\.allowAllUsers\?\)/,
    );
  });

  it('a section oauth with faults, by the words for its provider', async () => {
    const yaml = 'vouch: {domains: [example.com]}\noauth: {provider: google}\n';
    const message = await faultOf(yaml, { ...ENV, CLIENT_ID: 'PLANTED' });
    expect(message).toContain('oauth.client_id is missing');
    expect(message).toContain('name it OAUTH_CLIENT_ID');
    expect(message).not.toContain('PLANTED');
  });

  it('a file that is none, before what is in it', async () => {
    expect(await faultOf('vouch: {domains: [\n')).not.toContain('is missing');
    expect(await faultOf('text\n')).toContain('is no map');
    const flags = new Map([['vouch.port', { value: 1, place: '--listen' }]] as const);
    const thrown = await folder.read('vouch: [\n', ENV, { flags }).catch((fault: Error) => fault);
    expect(thrown).toMatchObject({ code: 'config_invalid' });
    expect((thrown as Error).message).not.toContain('is missing');
  });

  it('everybody without a domain that the cookie is for, and says it once', async () => {
    const oauth = `oauth:
  provider: oidc
  client_id: a
  auth_url: https://id.test/a
  token_url: https://id.test/t
  user_info_url: https://id.test/u
  callback_url: https://vouch.example.com/auth
`;
    const message = await faultOf(`vouch: {allowAllUsers: true}\n${oauth}`);
    expect(message).toContain(
      'not valid: vouch.cookie.domain is missing beside vouch.allowAllUsers',
    );
    expect(message).not.toContain('callback_url');
    const whole = `vouch: {allowAllUsers: true, cookie: {domain: example.com}}\n${oauth}`;
    expect((await folder.read(whole, ENV)).settings.allowAllUsers).toBe(true);
    // Nobody is led anywhere there.
    const validating = 'vouch: {allowAllUsers: true, validateOnly: true}\n';
    expect((await folder.read(validating, ENV)).settings.allowAllUsers).toBe(true);
  });
});

describe('readVouchConfig', () => {
  it('has the defaults of Vouch Proxy', async () => {
    const config = await folder.read(LEAST, ENV);
    const { settings, signing, logLevel, notes } = config;
    expect(notes).toEqual([]);
    expect(config.place).toEqual({ host: '127.0.0.1', port: 9090 });
    expect(config.timeouts).toEqual({ read: 15, write: 15, idle: 65 });
    expect(signing).toEqual({
      algorithm: 'HS256',
      compress: true,
      keys: [{ secret: GOOD_SECRET }],
      secretFile: undefined,
    });
    expect(logLevel).toBeUndefined();
    expect(settings).toEqual(VOUCH_DEFAULTS);
  });

  it('reads keys in any case, texts for other kinds, and a domain with a dot in front', async () => {
    const { settings, place } = await folder.read(
      'VOUCH: {DOMAINS: ".Example.COM, b.test", validateonly: "true", Port: "9091", COOKIE: {maxage: 10, SAMESITE: LAX}}\n',
      ENV,
    );
    expect(settings.domains).toEqual(['example.com', 'b.test']);
    expect(settings.cookie).toMatchObject({ maxAge: 600, sameSite: 'Lax' });
    expect(place).toEqual({ host: '127.0.0.1', port: 9091 });
  });

  it.each(['0660', '660', '"0660"'])('reads the mode %s of a socket file', async (mode) => {
    const yaml = least('listen: unix:/run/vouch.sock', `socket_mode: ${mode}`, 'socket_group: 12');
    const { place } = await folder.read(yaml, ENV);
    expect(place).toEqual({ path: '/run/vouch.sock', mode: 0o660, gid: 12 });
  });

  it('reads an account of Discord to its last digit, in quotes or not', async () => {
    const { settings } = await folder.read(
      least('whiteList: [81255545020878849, "81255545020878849", 42, ann]'),
      ENV,
    );
    const account = '81255545020878849';
    expect(settings.whiteList).toEqual([account, account, '42', 'ann']);
  });

  it('has VOUCH_ variables go before the file, and the file before OAUTH_ variables', async () => {
    const { settings, notes } = await folder.read(
      'vouch: {domains: [example.com], port: 1}\n' +
        'oauth: {provider: oidc, client_id: of-file, auth_url: "https://id.test/a", token_url: "https://id.test/t", user_info_url: "https://id.test/u", callback_url: "https://vouch.example.com/auth", scopes: [openid, email, profile]}\n',
      {
        ...ENV,
        VOUCH_DOMAINS: 'example.com,b.test',
        OAUTH_CLIENT_ID: 'x',
        OAUTH_CLIENT_SECRET: 's',
      },
    );
    expect(settings.domains).toEqual(['example.com', 'b.test']);
    expect(settings.oauth).toMatchObject({ clientId: 'of-file', clientSecret: 's' });
    expect(notes).toMatchObject([{ fields: { variable: 'OAUTH_CLIENT_ID' } }]);
  });

  it('has whom a merge key keeps out kept out, as Vouch Proxy has', async () => {
    const yaml = `defaults: &defaults {whiteList: [ann], jwt: {maxAge: 5}}\n${least('<<: *defaults', 'jwt: {maxAge: 7}')}`;
    const { settings, given } = await folder.read(yaml, ENV);
    expect(settings.whiteList).toEqual(['ann']);
    expect(settings.jwt.maxAge).toBe(420);
    expect(given.get('vouch.whiteList')?.place).toMatch(/config\.yml:2:1$/);
  });

  it('passes over keys that are called as what every object has', async () => {
    const { notes } = await folder.read(`${least('toString: 1')}constructor: 1\n`, ENV);
    expect(notes.map(({ fields }) => fields['setting'])).toEqual(['vouch.toString', 'constructor']);
  });

  it('says which keys nobody knows, and goes on', async () => {
    const { notes } = await folder.read(least('allow_all_user: true', 'x: {y: 1}'), ENV);
    expect(notes.map(({ fields }) => [fields['setting'], fields['hint']])).toEqual([
      ['vouch.allow_all_user', '(did you mean vouch.allowAllUsers?)'],
      ['vouch.x.y', undefined],
    ]);
  });

  it('takes a weak secret where somebody says so, and tells how to come by a better one', async () => {
    const { signing, notes } = await folder.read(
      least('jwt: {secret: short, allowWeakSecret: true, previousSecrets: [before]}'),
    );
    expect(signing.keys).toEqual([{ secret: 'short' }, { secret: 'before' }]);
    expect(notes).toHaveLength(2);
    expect(JSON.stringify(notes)).toContain('openssl rand');
  });

  it('changes nothing, and says which secret is to be made', async () => {
    const { signing } = await folder.read(LEAST, {});
    expect(signing).toMatchObject({ keys: [], secretFile: { secret: undefined } });
    expect(await readdir(`${folder.path}/config`)).toEqual(['config.yml']);
  });

  it('reads config/secret to its last byte, as Vouch Proxy does', async () => {
    const file = await folder.write('config/secret', `${GOOD_SECRET}\n`);
    const { signing, files } = await folder.read(LEAST, {});
    expect(signing.secretFile).toEqual({ path: file, secret: `${GOOD_SECRET}\n` });
    expect(files).toContain(file);
  });

  it.each([
    ['modern', 'TLSv1.3', 0],
    ['intermediate', 'TLSv1.2', 0],
    ['old', 'TLSv1.2', 1],
  ] as const)(
    'serves the TLS profile %s by nothing older than %s',
    async (profile, least12, told) => {
      const { certFile, keyFile } = await certify(folder.path, 'tls', 'DNS:vouch.example.com');
      const tls = least(`tls: {cert: "${certFile}", key: "${keyFile}", profile: ${profile}}`);
      const config = await folder.read(tls, ENV);
      expect(config.tls?.minVersion).toBe(least12);
      const notes = config.notes.filter(({ fields }) => fields['setting'] === 'vouch.tls.profile');
      expect(notes.map(({ event }) => event)).toEqual(
        Array.from({ length: told }, () => 'TLS 1.2 and 1.3 are spoken, and nothing older'),
      );
    },
  );

  it('reads key files, and finds those that are not of a pair', async () => {
    const pair = () =>
      generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
    const { publicKey, privateKey } = pair();
    await folder.write('pub.pem', publicKey);
    await folder.write('key.pem', privateKey);
    await folder.write('other.pem', pair().privateKey);
    const jwt = (key: string) =>
      least(`jwt: {signing_method: ES256, public_key_file: pub.pem, private_key_file: ${key}}`);
    const { signing } = await folder.read(jwt('key.pem'), {});
    expect(signing.keys).toEqual([{ publicKey, privateKey }]);
    expect(await faultOf(jwt('other.pem'), {})).toContain('cannot be used for ES256');
  });
});
