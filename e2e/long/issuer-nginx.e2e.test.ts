import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nginxHosting } from '@drawbridge/issuer';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startAcme } from '../support/acme.ts';
import { start } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { nginxFile } from '../support/nginx.ts';
import { untilListening } from '../support/proxies.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

describeWith(
  ['nginx', 'pebble', 'certbot', 'openssl'],
  'a site on nginx with a certificate of ACME',
  () => {
    it('is served over that certificate, as strangers want it', async () => {
      const folder = await stage.folder();
      const at = (name: string) => join(folder, name);
      const [httpPort, httpsPort] = [await freePort(), await freePort()];
      const issuer = `https://localhost:${httpsPort}`;
      const data = ['--data', at('data')];
      const made = await stage.run(['issuer', 'init', issuer, '--dir', at('site'), ...data]);
      expect(made.code).toBe(0);
      const hosting = nginxHosting({
        issuer,
        jwksPath: '/.well-known/jwks.json',
        root: at('site'),
        webroot: at('acme'),
        certificates: at('certificates'),
        httpPort,
        httpsPort,
      });
      await mkdir(at('acme'));

      // First the server that answers to ACME: the other cannot start without a certificate.
      const first = await startNginx(folder, hosting.http, httpPort);
      const acme = await startAcme(stage, httpPort);
      const certbot = hosting.certbot.replace(/ --deploy-hook .*/, '');
      const folders = `--config-dir ${at('certificates')} --work-dir ${at('work')} --logs-dir ${at('logs')}`;
      const more = `--server ${acme.directory} --register-unsafely-without-email --agree-tos --non-interactive`;
      const got = await stage.shell(`${certbot} ${folders} ${more}`, {
        env: { REQUESTS_CA_BUNDLE: acme.server.certFile },
      });
      expect(got.stdout + got.stderr).toContain('Successfully received certificate');
      await first.stop();
      await startNginx(folder, `${hosting.http}${hosting.https}`, httpsPort);

      const root = await acme.root();
      await writeFile(at('root.pem'), root);
      const check = ['issuer', 'check', issuer, '--json'];
      const trusted = await stage.run([...check, '--ca', at('root.pem')]);
      const seen = JSON.parse(trusted.stdout);
      expect(seen.findings.map(({ id }: { id: string }) => id)).toEqual([
        'issuer-port',
        'issuer-public',
      ]);
      expect(trusted.code).toBe(0);
      expect(seen.documents).toMatchObject([
        { status: 200, contentType: 'application/json', cacheControl: 'public, max-age=300' },
        {
          status: 200,
          contentType: 'application/jwk-set+json',
          cacheControl: 'public, max-age=300',
        },
      ]);
      expect(seen.certificates.length).toBeGreaterThan(1);

      const untrusted = await stage.run(check);
      expect(untrusted.code).toBe(1);
      expect(untrusted.stdout).toContain('"tls-trusted"');

      const publish = ['issuer', 'publish', '--dir', at('site'), '--ca', at('root.pem'), ...data];
      expect((await stage.run(publish)).code).toBe(0);
      const sign = ['token', 'sign', '--issuer', issuer, '--sub', 'a', '--aud', 'b', ...data];
      const signed = await stage.run([...sign, '--ca', at('root.pem')]);
      expect([signed.code, signed.stdout.split('.').length]).toEqual([0, 3]);
      expect(await stage.run(sign)).toMatchObject({ code: 3, stdout: '' });
    });
  },
);

describeWith(['nginx'], 'a site on nginx that is tried out', () => {
  it('is served by what is printed for an issuer of this machine', async () => {
    const folder = await stage.folder();
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const site = ['--dir', join(folder, 'site'), '--data', join(folder, 'data')];
    const made = await stage.run(['issuer', 'init', issuer, ...site]);
    // What comes next names no host that such an address cannot have.
    expect(made.stderr).toContain(
      `host     drawbridge issuer host nginx --issuer ${issuer}\n  publish`,
    );
    const web = join(folder, 'web');
    const host = ['issuer', 'host', 'nginx', '--issuer', issuer, '--root', web];
    await startNginx(folder, (await stage.run(host)).stdout, port);
    const published = await stage.run(['issuer', 'publish', ...site, '--to', web]);
    expect([published.code, published.stderr]).toEqual([0, '']);
    const signed = await stage.run(['token', 'sign', '--sub', 'a', '--aud', 'b', ...site]);
    expect(signed.stdout.split('.')).toHaveLength(3);
  });
});

/** What is printed is for nginx's folder of sites; around it stands what this user's nginx needs to run at all. */
async function startNginx(folder: string, servers: string, port: number) {
  const config = join(folder, `nginx-${port}.conf`);
  const here = servers.replaceAll(/listen (\d+)(?=[ ;])/g, 'listen 127.0.0.1:$1');
  await writeFile(config, nginxFile(folder, here));
  const nginx = start('/usr/sbin/nginx', ['-e', 'stderr', '-c', config]);
  await untilListening(stage, nginx, port);
  return nginx;
}
