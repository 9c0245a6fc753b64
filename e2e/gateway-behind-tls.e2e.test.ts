import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { readBlocks } from './support/documents.ts';
import { type Echo, startEchoApp, valuesFor } from './support/echo-app.ts';
import { freePort } from './support/free-port.ts';
import { createGatewaySite } from './support/gateway-site.ts';
import { printedCase, type RealProxy } from './support/proxy-cases.ts';
import { rawRequest } from './support/raw-request.ts';
import { runProxy } from './support/run-proxy.ts';
import { createStage } from './support/stage.ts';
import { startStandInGateway } from './support/stand-in-gateway.ts';

// TLS ends at a balancer, which is another server of the same proxy here. It adds to X-Forwarded-For, and hands X-Forwarded-Host
// on as it came, as many do. Behind it is what is printed, with the lines of docs/gateway.md.

const stage = createStage();
afterAll(() => stage.clear());

const CLIENT = '127.0.0.2';

/** What is printed, over plain HTTP. */
const PLAIN: Readonly<Record<RealProxy, (printed: string) => string>> = {
  nginx: (printed) => printed.replaceAll('listen 443 ssl;', 'listen 127.0.0.1:8080;'),
  caddy: (printed) => printed.replaceAll(/^((?:app|auth)\.\S+) \{$/gm, 'http://$1:8080 {'),
  haproxy: (printed) => printed.replace(/bind :443 .*/, 'bind 127.0.0.1:8080'),
};

/** The same as the documentation has it changed. */
const MENDED: Readonly<Record<RealProxy, (plain: string, lines: string) => string>> = {
  nginx: (plain, lines) =>
    plain.replaceAll('listen 127.0.0.1:8080;', `$&\n${lines}`).replaceAll('$scheme', 'https'),
  caddy: (plain, lines) =>
    plain
      .replaceAll(/reverse_proxy \S+$/gm, (line) => `${line} {\n${lines}\n}`)
      .replaceAll(/forward_auth .* \{$/gm, (line) => `${line}\n${lines}`),
  haproxy: (plain, lines) =>
    plain
      .replaceAll(/^.*set-header X-Forwarded-Proto .*\n/gm, '')
      .replace(/^.*set-header X-Forwarded-For .*$/m, (line) => `${lines}\n${line}`),
};

const BALANCER: Readonly<Record<RealProxy, string>> = {
  nginx: `server {
    listen 443 ssl;
    server_name app.example.com auth.example.com;
    location / {
        proxy_pass http://127.0.0.1:8080;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto https;
    }
}
`,
  caddy: `app.example.com, auth.example.com {
	reverse_proxy 127.0.0.1:8080 {
		header_up X-Forwarded-Host {header.X-Forwarded-Host}
	}
}
`,
  haproxy: `
frontend balancer
    mode http
    bind :443 ssl crt /etc/haproxy/site.pem
    option forwardfor
    http-request set-header X-Forwarded-Proto https
    default_backend behind

backend behind
    mode http
    server behind 127.0.0.1:8080
`,
};

for (const proxy of ['nginx', 'caddy', 'haproxy'] as const) {
  describeWith([proxy, 'openssl'], `${proxy} behind what ends TLS`, () => {
    async function linesOf(): Promise<string> {
      const blocks = await readBlocks('docs/gateway.md');
      const found = blocks.find(({ mark }) => mark === `${proxy}BehindTls`);
      return (found?.text ?? '').replaceAll('10.0.0.5', '127.0.0.1');
    }

    async function ask(change: (plain: string) => string) {
      const site = await createGatewaySite(stage);
      const gateway = await startStandInGateway(stage);
      const app = await startEchoApp(stage);
      const printed = printedCase(proxy);
      const config = change(PLAIN[proxy](printed.config)) + BALANCER[proxy];
      await runProxy(stage, proxy, { ...printed, config }, site, {
        gateway: gateway.address,
        app: app.address,
        inner: [await freePort(), await freePort()],
        nobody: await freePort(),
      });
      const { status, text } = await rawRequest(site.ca, `${site.appUrl}/orders?open=1`, {
        from: CLIENT,
        fields: [
          ['Cookie', 'who=alice'],
          ['X-Forwarded-For', '192.0.2.7'],
          ['X-Forwarded-Host', 'public.example.test'],
          ['X-Forwarded-Proto', 'http'],
          ['X-Forwarded-Uri', '/public'],
        ],
      });
      expect(status, text).toBe(200);
      return { site, question: gateway.question(), echo: JSON.parse(text) as Echo };
    }

    it('tells another scheme and client with what is printed alone', async () => {
      const { question } = await ask((plain) => plain);
      expect(question).toMatchObject({ scheme: 'http', target: '/orders?open=1' });
      expect(question?.address).not.toBe(CLIENT);
    });

    it('tells those of the browser with the lines of the documentation, and no word of the client', async () => {
      const lines = await linesOf();
      const { site, question, echo } = await ask((plain) => MENDED[proxy](plain, lines));
      expect(question).toMatchObject({
        scheme: 'https',
        host: site.appHost,
        target: '/orders?open=1',
        address: CLIENT,
      });
      expect(valuesFor(echo, 'X-Forwarded-Proto')).toEqual(['https']);
      expect(valuesFor(echo, 'X-Forwarded-Host')).toEqual([site.appHost]);
    });
  });
}
