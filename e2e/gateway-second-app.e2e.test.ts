import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { readBlocks } from './support/documents.ts';
import { startEchoApp } from './support/echo-app.ts';
import { freePort } from './support/free-port.ts';
import { createGatewaySite } from './support/gateway-site.ts';
import { printedCase } from './support/proxy-cases.ts';
import { rawRequest } from './support/raw-request.ts';
import { runProxy } from './support/run-proxy.ts';
import { createStage } from './support/stage.ts';
import { startStandInGateway } from './support/stand-in-gateway.ts';

// What HAProxy is told of a second app is not printed: the lines are those of docs/gateway.md.

const stage = createStage();
afterAll(() => stage.clear());

const SECOND = 'wiki.example.test';

describeWith(['haproxy', 'openssl'], 'a second app behind HAProxy', () => {
  it('is asked about as itself, and each host leads to its own app', async () => {
    const site = await createGatewaySite(stage, [SECOND]);
    const gateway = await startStandInGateway(stage);
    const [app, wiki] = [await startEchoApp(stage), await startEchoApp(stage)];
    const blocks = await readBlocks('docs/gateway.md');
    const lines = blocks.find(({ mark }) => mark === 'haproxySecondApp')?.text ?? '';
    const [frontend = '', backend = ''] = lines
      .replace('wiki.example.com', `${SECOND}:${site.port}`)
      .replace('127.0.0.1:3001', wiki.address)
      .split('\n\n');
    const printed = printedCase('haproxy');
    const config = `${printed.config.replace(/^ *use_backend app .*$/m, `$&\n${frontend}`)}\n${backend}`;
    await runProxy(stage, 'haproxy', { ...printed, config }, site, {
      gateway: gateway.address,
      app: app.address,
      inner: [await freePort(), await freePort()],
      nobody: await freePort(),
    });
    const ask = (host: string, who: string) =>
      rawRequest(site.ca, `https://${host}/x`, { fields: [['Cookie', `who=${who}`]] });

    const secondHost = `${SECOND}:${site.port}`;
    expect((await ask(secondHost, 'mallory')).status).toBe(403);
    expect([app.asked(), wiki.asked()]).toEqual([0, 0]);
    expect((await ask(secondHost, 'alice')).status).toBe(200);
    expect(gateway.question()).toMatchObject({ host: secondHost, target: '/x' });
    expect([app.asked(), wiki.asked()]).toEqual([0, 1]);
    expect((await ask(site.appHost, 'alice')).status).toBe(200);
    expect([app.asked(), wiki.asked()]).toEqual([1, 1]);
  });
});
