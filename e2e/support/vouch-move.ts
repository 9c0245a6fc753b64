import { join } from 'node:path';
import type { RunningCommand } from './command.ts';
import { clientOf } from './gateway-client.ts';
import { nginxServer, part, startNginxSite } from './gateway-proxies.ts';
import { CONFIDENTIAL_CLIENT } from './sign-in-provider.ts';
import type { Stage } from './stage.ts';
import { vouchNginxLines } from './vouch-proxies.ts';
import { startVouchScene, type VouchProcess, type VouchScene } from './vouch-scene.ts';

const WIKI = 'wiki.example.test';
const LOGIN = 'login.example.test';

/** A site of two apps that moves from Vouch mode to sessions of the gateway, as docs/migrate/vouch-proxy.md has it. */
export interface VouchMove {
  readonly scene: VouchScene;
  readonly vouch: VouchProcess;
  /** A page of the first app, and one of the second. */
  readonly app: string;
  readonly wiki: string;
  /** Where people sign in by the gateway. */
  readonly login: string;
  /** Has a configuration made for the gateway. @returns what was said over it */
  migrate(): Promise<string>;
  /** Takes Vouch mode away, and starts the gateway in its place. */
  replace(): Promise<RunningCommand>;
  /** Takes the place of nginx with lines by which these apps ask the gateway, and those that are left Vouch mode. */
  moveApps(pages: readonly string[]): Promise<void>;
}

/** Starts one with Vouch mode alone, until the stage is cleared. */
export async function startVouchMove(stage: Stage): Promise<VouchMove> {
  const scene = await startVouchScene(stage, {
    names: [WIKI, LOGIN],
    // What is registered for Vouch Proxy stays, beside what the migration says.
    settings: ({ authUrl, port }) => ({
      clients: [
        clientOf(
          { authUrl: `https://${LOGIN}:${port}` },
          {
            client_id: CONFIDENTIAL_CLIENT.id,
            client_secret: CONFIDENTIAL_CLIENT.secret,
            redirect_uris: [`${authUrl}/auth`, `https://${LOGIN}:${port}/callback`],
          },
        ),
      ],
    }),
  });
  const { site, provider } = scene;
  const app = `${site.appUrl}/orders?open=1`;
  const wiki = `https://${WIKI}:${site.port}/page`;
  const login = `https://${LOGIN}:${site.port}`;
  const hostOf = (url: string) => new URL(url).host;
  const vouch = await scene.launch(['headers:', '  claims: [email]']);
  const [, port = ''] = vouch.address.split(':');
  const run = { cwd: vouch.root, env: { VOUCH_PORT: port } };
  const lines = vouchNginxLines(scene, vouch);
  const beside = nginxServer(site, hostOf(wiki), lines.app);
  let proxy = await startNginxSite(stage, site, { ...lines, beside });

  async function printFor(page: string): Promise<string> {
    const of = ['--app', hostOf(page), '--upstream', scene.app.address];
    const words = ['gateway', 'snippet', 'nginx', '--config', 'drawbridge.yaml', ...of];
    const { code, stdout, stderr } = await stage.run(words, { cwd: vouch.root });
    if (code !== 0 || stderr !== '') throw new Error(stderr);
    return stdout;
  }

  return {
    scene,
    vouch,
    app,
    wiki,
    login,

    async migrate() {
      const hosts = [app, wiki].flatMap((page) => ['--host', hostOf(page)]);
      const words = ['migrate', 'vouch', 'config/config.yml', '--env', '--out', 'drawbridge.yaml'];
      const places = ['--secrets', './secrets', '--data', join(vouch.root, 'data')];
      const own = ['--url', login, '--issuer', provider.issuer, ...hosts];
      const { code, stderr } = await stage.run([...words, ...places, ...own], run);
      if (code !== 0) throw new Error(stderr);
      return stderr;
    },

    async replace() {
      const { code } = await vouch.command.stop();
      if (code !== 0) throw new Error(vouch.command.stderr());
      const gateway = await stage.start(['serve', 'gateway', '--config', 'drawbridge.yaml'], run);
      await gateway.waitFor('stderr', /gateway ready/);
      return gateway;
    },

    async moveApps(pages) {
      const printed = await Promise.all(pages.map(printFor));
      const [first = ''] = printed;
      const linesFor = (page: string) => {
        const text = printed[pages.indexOf(page)];
        return text === undefined ? lines.app : part(text, 2);
      };
      const more = [
        part(first, 1),
        nginxServer(site, hostOf(wiki), linesFor(wiki)),
        nginxServer(site, hostOf(login), part(first, 3)),
      ];
      await proxy.stop();
      const next = { beside: more.join('\n'), app: linesFor(app), auth: lines.auth };
      proxy = await startNginxSite(stage, site, next);
    },
  };
}
