import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bucket, serveBucket } from '../../packages/node/src/publish/bucket.fixture.ts';
import { certify, type Certificate } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { serveHere } from '../support/serve-here.ts';
import { createStage } from '../support/stage.ts';

// The command with the real AWS SDK, and a bucket behind a certificate of an authority of its own.

const stage = createStage();
afterAll(() => stage.clear());

const JWKS = '/.well-known/jwks.json';
const DISCOVERY = '/.well-known/openid-configuration';

describeWith(['openssl'], 'issuer publish to a bucket', () => {
  let bucket: Bucket;
  let endpoint: string;
  let authority: Certificate;
  let cwd: string;

  beforeAll(async () => {
    cwd = await stage.folder();
    authority = await certify(cwd, 'authority', '');
    bucket = await serveBucket();
    stage.later(() => bucket.close());
    for (const right of ['s3:PutObject', 's3:GetObject']) bucket.rights.add(right);
    endpoint = await serveTls(await certify(cwd, 's3', 'IP:127.0.0.1', authority), bucket.url);
    const { code, stderr } = await stage.run(init('site', 'data', bucket.address), { cwd });
    expect(code, stderr).toBe(0);
  });

  const init = (dir: string, data: string, issuer: string) => [
    'issuer',
    'init',
    issuer,
    '--alg',
    'ES256',
    '--dir',
    dir,
    '--data',
    data,
  ];
  const words = (dir: string, data: string, more: readonly string[]) => [
    'issuer',
    'publish',
    '--dir',
    dir,
    '--data',
    data,
    '--to',
    's3://site',
    ...more,
  ];
  const ours = () => ['--endpoint-url', endpoint, '--ca', authority.certFile];
  const env = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'hunter2' };
  const publish = (more: readonly string[] = [], dir = 'site', data = 'data') =>
    stage.run(words(dir, data, [...ours(), ...more]), { cwd, env });

  test('trusts the authority that it is told, and no other', async () => {
    const args = words('site', 'data', ['--endpoint-url', endpoint]);
    const { code, stderr } = await stage.run(args, { cwd, env });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/certificate|authority|CERT/);
    expect(bucket.done).toEqual([]);
  });

  test('goes on after it was killed half way, and writes nothing twice', async () => {
    bucket.stuck = DISCOVERY;
    const running = await stage.start(words('site', 'data', ours()), { cwd, env });
    await expect.poll(() => bucket.done, { timeout: 20_000 }).toContain(`stuck ${DISCOVERY}`);
    process.kill(running.pid, 'SIGKILL');
    expect(await running.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect([...bucket.objects.keys()]).toEqual([JWKS]);
    delete bucket.stuck;
    bucket.done.length = 0;
    const { code, stdout, stderr } = await publish();
    // Not a word of the SDK about the version of Node either.
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/jwks\.json {2}as before\n.*configuration {2}new\n.*new\n.*active\n$/);
    expect(bucket.done).toEqual([`new ${DISCOVERY}`, 'new /index.html']);
  });

  test('leaves the keys of another issuer, unless it is told to replace them', async () => {
    const made = await stage.run(init('site2', 'data2', bucket.address), { cwd });
    expect(made.code, made.stderr).toBe(0);
    const before = bucket.objects.get(JWKS)?.body.toString() ?? '';
    const [kid] = (JSON.parse(before) as { keys: { kid: string }[] }).keys.map((key) => key.kid);
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await publish(more, 'site2', 'data2');
      expect(code).toBe(2);
      expect(stderr).toContain(`has keys of another issuer, and none of this key ring: ${kid}`);
      expect(stderr).toContain('--replace');
      expect(bucket.objects.get(JWKS)?.body.toString()).toBe(before);
    }
    const shown = await publish(['--replace', '--dry-run'], 'site2', 'data2');
    expect(shown.stdout).toContain(`- keys: ${kid} (ES256)`);
    const done = await publish(['--replace', '--json'], 'site2', 'data2');
    expect([done.code, done.stderr]).toEqual([0, '']);
    // Caches may have the old set for as long as it was served for.
    expect(JSON.parse(done.stdout)).toMatchObject({ keys: [{ state: 'next' }] });
    const { keys } = JSON.parse(done.stdout) as {
      keys: [{ readBackAt: number; signsFrom: number }];
    };
    expect(keys[0].signsFrom - keys[0].readBackAt).toBe(300);
    const early = [
      'token',
      'sign',
      '--dir',
      'site2',
      '--data',
      'data2',
      '--sub',
      'a',
      '--aud',
      'b',
    ];
    const signed = await stage.run(early, { cwd });
    expect([signed.code, signed.stdout]).toEqual([3, '']);
    expect(signed.stderr).toMatch(/signs in \d+ seconds/);
  });

  test('waits no longer than it is told to, for an address that hangs', async () => {
    const silent = await serveHere(
      stage,
      createServer(() => {}),
    );
    const made = await stage.run(init('site3', 'data3', silent), { cwd });
    expect(made.code, made.stderr).toBe(0);
    bucket.objects.clear();
    const from = performance.now();
    const { code, stderr } = await publish(['--patience', '2'], 'site3', 'data3');
    expect(code).toBe(3);
    expect(stderr).toContain('did not answer within');
    // Two seconds for looking, the one that the last look always has, and what the command takes itself.
    expect(performance.now() - from).toBeLessThan(15_000);
  });
});

/** TLS in front of a server of this machine. */
async function serveTls({ cert, key }: Certificate, url: string): Promise<string> {
  const { port } = new URL(url);
  const server = createTlsServer({ cert, key }, (socket) => {
    const inner = connect(Number(port), '127.0.0.1');
    for (const end of [socket, inner])
      end.on('error', () => [socket, inner].map((one) => one.destroy()));
    socket.pipe(inner).pipe(socket);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.later(async () => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
