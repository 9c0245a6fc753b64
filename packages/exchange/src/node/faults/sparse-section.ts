import { isJsonObject, member } from '@drawbridge/core';
import type { z } from 'zod';
import type { ClientSection } from '../section/client-schema.ts';
import { type ExchangeSection, exchangeSchema } from '../section/exchange-section.ts';
import type { KeysSection } from '../section/keys-schema.ts';
import type { UpstreamSection } from '../section/upstream-schema.ts';

/** Elements in their places; `undefined` where one is not valid by itself. */
export type Sparse<T> = readonly (T | undefined)[];

/** A section of which some members may not be valid; those are left out. */
export interface SparseSection {
  readonly issuer?: string | undefined;
  readonly forwardedHeader?: unknown;
  readonly trustedProxies?: unknown;
  /** `unknown` where it is there and not valid. */
  readonly tls?: ExchangeSection['tls'] | 'unknown';
  readonly keys?: KeysSection | undefined;
  readonly upstreams: Sparse<UpstreamSection>;
  readonly clients?: Sparse<ClientSection> | undefined;
  readonly rules: Sparse<ExchangeSection['rules'][number]>;
}

const { issuer, tls, keys, upstreams, clients, rules } = exchangeSchema.shape;

/** What is valid of a section. @param given - anything */
export function siftSection(given: unknown): SparseSection {
  const section = isJsonObject(given) ? given : {};
  const read = <T extends z.ZodType>(schema: T, name: string) =>
    schema.safeParse(member(section, name)).data;
  return {
    issuer: read(issuer, 'issuer'),
    forwardedHeader: member(section, 'forwardedHeader'),
    trustedProxies: member(section, 'trustedProxies'),
    tls: member(section, 'tls') === undefined ? undefined : (read(tls, 'tls') ?? 'unknown'),
    keys: read(keys, 'keys'),
    upstreams: siftList(upstreams.unwrap().element, member(section, 'upstreams')),
    clients: siftList(clients.unwrap().unwrap().element, member(section, 'clients')),
    rules: siftList(rules.unwrap().element, member(section, 'rules')),
  };
}

function siftList<T extends z.ZodType>(element: T, list: unknown): Sparse<z.output<T>> {
  return Array.isArray(list) ? list.map((item) => element.safeParse(item).data) : [];
}
