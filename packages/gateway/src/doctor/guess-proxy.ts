import type { ProxyName } from './examination.ts';
import { type Answer, valuesOf } from './send.ts';

/** How a proxy names itself in `Server` or `Via`. HAProxy and Traefik do not. */
const NAMES: readonly (readonly [RegExp, ProxyName])[] = [
  [/^APISIX\b/i, 'apisix'],
  [/^(?:nginx|openresty|angie)\b/i, 'nginx'],
  [/^envoy\b/i, 'envoy'],
  [/(?:^|\s)Caddy\b/i, 'caddy'],
];

/** Which proxy answered, by what it says of itself; `undefined` where it says nothing. */
export function guessProxy(answer: Pick<Answer, 'fields'>): ProxyName | undefined {
  const said = ['server', 'via'].flatMap((name) => valuesOf(answer, name));
  return NAMES.find(([name]) => said.some((value) => name.test(value)))?.[1];
}
