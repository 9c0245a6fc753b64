import { randomBytes } from 'node:crypto';
import { type Call, DrawbridgeError, errorReply, type Reply } from '@drawbridge/core';
import type { Answered } from '@drawbridge/gateway';
import { buildGateway, type GatewaySection, identityFieldNames } from '@drawbridge/gateway/node';
import {
  createProxy,
  createSwitch,
  listen,
  listenProxy,
  type ProxyListener,
} from '@drawbridge/node';
import { CLOSE_SOON } from '../close-soon.ts';
import { orAnyPort } from '../or-any-port.ts';
import type { Surroundings } from '../surroundings.ts';
import { forwardAuth } from './forward-auth.ts';
import { gatewayDecision } from './gateway-decision.ts';
import { sampleAccess } from './sample-access.ts';
import { sampleApp } from './sample-app.ts';

/** A gateway with an app and a proxy before both. */
export interface OpenGateway {
  /** Where people sign in: `http://localhost:8084`. */
  readonly authUrl: string;
  /** The app, by a name that has cookies of its own. */
  readonly appUrl: string;
  /** The app, by an address that every program finds. */
  readonly programUrl: string;
}

const HOST = '127.0.0.1';
const SECRET = 'DRAWBRIDGE_DEV_GATEWAY_SECRET';
const CLIENT = 'sample-gateway';

/**
 * Opens the gateway, a sample app that nobody reaches but the proxy, and a proxy that asks the one before it shows the other.
 * Cookies belong to a host whatever its port, so the two have names of their own, as they have everywhere.
 *
 * @throws {DrawbridgeError} `address_unavailable`, `data_unusable`, `key_ring_unusable`
 */
export async function openGateway(options: Surroundings): Promise<OpenGateway> {
  const { runtime, witness, decisions, provider, later } = options;
  const { log } = witness;
  const app = await listen(sampleApp(), { host: HOST, port: 0 }, log);
  later(() => app.close(CLOSE_SOON));
  const current = createSwitch();
  const inner = await listen(current.face(), { host: HOST, port: 0 }, log);
  later(() => inner.close(CLOSE_SOON));

  // The names have the port in them, so the proxy listens before it knows its policy.
  let admit: ReturnType<typeof forwardAuth>['admit'] = notYet;
  const remote = runtime.http.remote();
  const proxy = createProxy({
    policy: { admit: (head) => admit(head) },
    remoteOf: () => remote,
    log,
  });
  const outer = await orAnyPort(options.port, (port) =>
    listenProxy(proxy, { address: { host: HOST, port } }, log),
  );
  later(() => outer.close(CLOSE_SOON));
  const port = portOf(outer);
  const [authHost, appHost, programHost] = [
    `localhost:${port}`,
    `app.localhost:${port}`,
    `${HOST}:${port}`,
  ];

  const secret = randomBytes(24).toString('base64url');
  provider.addClient({ id: CLIENT, secret, redirectUris: [`http://${authHost}/callback`] });
  const rules = sampleAccess([appHost, programHost]);
  const section: GatewaySection = {
    url: `http://${authHost}`,
    hosts: [appHost, programHost],
    trustedProxies: [HOST],
    providers: [
      {
        name: 'private',
        issuer: provider.issuer,
        clientId: CLIENT,
        clientSecret: { env: SECRET },
      },
    ],
    rules,
  };
  later(() => current.close());
  const env = { [SECRET]: secret };
  const onAnswered = (answered: Answered) => decisions.add(gatewayDecision(answered, rules));
  current.replace(await buildGateway(section, { ...runtime, env, onAnswered }));
  const identityFields = new Set(identityFieldNames(section).map((name) => name.toLowerCase()));
  const gateway = current.face();
  const ask = (question: Call) => gateway.handle(question);
  const appHosts = new Set([appHost, programHost]);
  const origins = { gateway: inner.url, app: app.url };
  admit = forwardAuth({ authHost, appHosts, ...origins, ask, identityFields }).admit;
  return {
    authUrl: `http://${authHost}`,
    appUrl: `http://${appHost}`,
    programUrl: `http://${programHost}`,
  };
}

function notYet(): Reply {
  return errorReply(new DrawbridgeError('overloaded', { detail: 'the gateway is being opened' }));
}

function portOf({ address }: ProxyListener): number {
  if (address === undefined) throw new TypeError('the proxy listens at no address');
  return address.port;
}
