import { apisixSnippet } from './apisix.ts';
import { caddySnippet } from './caddy.ts';
import { envoySnippet } from './envoy.ts';
import { haproxySnippet } from './haproxy.ts';
import { ingressNginxSnippet } from './ingress-nginx.ts';
import { nginxSnippet } from './nginx.ts';
import type { SnippetSettings } from './snippet-settings.ts';
import { traefikSnippet } from './traefik.ts';

/** Makes the configuration of a proxy that asks the gateway: what is needed for that, and nothing else. */
export type Snippet = (settings: SnippetSettings) => string;

/** By the name of the proxy. */
export const SNIPPETS: Readonly<Record<string, Snippet>> = {
  nginx: nginxSnippet,
  'ingress-nginx': ingressNginxSnippet,
  traefik: traefikSnippet,
  caddy: caddySnippet,
  haproxy: haproxySnippet,
  envoy: envoySnippet,
  apisix: apisixSnippet,
};
