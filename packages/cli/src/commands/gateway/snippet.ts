import { createAuthOrigin, HAPROXY_LUA, SNIPPETS } from '@drawbridge/gateway';
import { DEFAULT_LISTEN, type GatewaySection, identityFieldNames } from '@drawbridge/gateway/node';
import { parseListenAddress } from '@drawbridge/node';
import { Argument } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print } from '../../terminal.ts';
import { usage } from '../keys/key-options.ts';
import { appOf } from './app-of.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';
import { plainAddress } from './plain-address.ts';
import { requireService } from './require-service.ts';

interface Options extends CommonOptions {
  readonly url?: string;
  readonly app?: string;
  readonly upstream: string;
  readonly lua?: boolean;
}

/** Of a wildcard address a proxy on the same machine is told this one. */
const THIS_MACHINE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

export const define: DefineCommand = (command, context) => {
  command
    .description(
      'Print what a proxy is told to ask the gateway for each request of an app, and to hand the app what it says of the ' +
        'person: nothing else. Hosts and header fields are those of the configuration.',
    )
    .addArgument(new Argument('<proxy>', 'the proxy').choices(Object.keys(SNIPPETS)))
    .option(
      '--url <url>',
      'where the proxy reaches the gateway (default: where it listens)',
      filled,
    )
    .option('--app <host>', 'the host of the app (default: the first of gateway.hosts)', filled)
    .option('--upstream <address>', 'where the proxy reaches the app', filled, '127.0.0.1:3000')
    .option('--lua', 'haproxy: print the action in Lua that asks')
    .addHelpText(
      'after',
      `
Example:
  drawbridge gateway snippet nginx --config drawbridge.yaml \\
    --app app.example.com --upstream 127.0.0.1:3000`,
    )
    .action(async (proxy: string, options: Options) => {
      if (options.lua) {
        if (proxy !== 'haproxy') {
          throw usage(`${proxy} has no use for Lua`, 'Leave --lua out: it is for haproxy.');
        }
        print(context.terminal, HAPROXY_LUA.trimEnd());
        return;
      }
      const section = gatewaySectionOf(await context.config(options));
      const make = SNIPPETS[proxy];
      if (make === undefined) throw new TypeError(`there is no snippet for ${proxy}`);
      const auth = createAuthOrigin(section.url);
      const settings = {
        gateway: gatewayAddress(section, options.url),
        authHost: auth.host,
        app: appOf(section, auth, options.app),
        upstream: plainAddress(options.upstream, '--upstream'),
        fields: identityFieldNames(section),
        oauth2Proxy: section.compatibility?.oauth2Proxy !== undefined,
      };
      if (proxy === 'ingress-nginx') {
        requireService(settings.gateway, '--url');
        requireService(settings.upstream, '--upstream');
      }
      print(context.terminal, make(settings).trimEnd());
    });
};

function gatewayAddress({ listen = DEFAULT_LISTEN, tls }: GatewaySection, url?: string): string {
  if (url !== undefined) return plainAddress(url, '--url');
  if (tls !== undefined) {
    throw usage(
      'the gateway serves TLS, and what is printed asks it over plain HTTP',
      'Let proxies on the same machine ask it without gateway.tls, or give --url and add TLS to what is printed.',
    );
  }
  const { host, port } = parseListenAddress(listen);
  const reached = THIS_MACHINE[host] ?? host;
  return reached.includes(':') ? `[${reached}]:${port}` : `${reached}:${port}`;
}
