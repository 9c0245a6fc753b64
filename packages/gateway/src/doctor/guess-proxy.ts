import type { ProxyName } from './examination.ts';
import { type Answer, valuesOf } from './send.ts';

/** How a proxy names itself in `Server` or `Via`. HAProxy and Traefik do not. */
const NAMES: readonly (readonly [RegExp, ProxyName])[] = [
  [/^APISIX\b/i, 'apisix'],
  [/^(?:nginx|openresty|angie)\b/i, 'nginx'],
  [/^envoy\b/i, 'envoy'],
  [/(?:^|\s)Caddy\b/i, 'caddy'],
];

/** A proxy that nobody named. */
export interface Guess {
  readonly proxy: ProxyName;
  /** By what of an answer, such as `Server: nginx`: it may have been written by what is behind the proxy. */
  readonly by: string;
}

/** Which proxy answered, by what an answer says; `undefined` where it says nothing. */
export function guessProxy(answer: Pick<Answer, 'fields'>): Guess | undefined {
  for (const field of ['Server', 'Via']) {
    for (const value of valuesOf(answer, field.toLowerCase())) {
      for (const [name, proxy] of NAMES) {
        const said = name.exec(value)?.[0].trim();
        if (said !== undefined) return { proxy, by: `${field}: ${said}` };
      }
    }
  }
  return undefined;
}
