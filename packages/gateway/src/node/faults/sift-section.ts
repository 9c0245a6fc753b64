import { isJsonObject, member } from '@drawbridge/core';
import type { z } from 'zod';
import { type GatewaySection, gatewaySchema } from '../section/gateway-section.ts';

/** Elements in their places; `undefined` where one is not valid by itself. */
export type Sparse<T> = readonly (T | undefined)[];

/** A section of which some members may not be valid; those are left out. */
export interface SparseSection {
  readonly url?: string | undefined;
  readonly hosts: Sparse<string>;
  readonly providers: Sparse<GatewaySection['providers'][number]>;
  readonly session?: GatewaySection['session'];
  readonly headers?: GatewaySection['headers'];
  readonly identity?: GatewaySection['identity'];
  readonly bearer?: GatewaySection['bearer'] | 'unknown';
  readonly compatibility?: GatewaySection['compatibility'];
  readonly rules: Sparse<GatewaySection['rules'][number]>;
}

const { url, hosts, providers, session, headers, identity, bearer, rules, compatibility } =
  gatewaySchema.shape;

/** What is valid of a section. @param given - anything */
export function siftSection(given: unknown): SparseSection {
  const section = isJsonObject(given) ? given : {};
  const read = <T extends z.ZodType>(schema: T, name: string) =>
    schema.safeParse(member(section, name)).data;
  return {
    url: read(url, 'url'),
    hosts: siftList(hosts.unwrap().element, member(section, 'hosts')),
    providers: siftList(providers.unwrap().element, member(section, 'providers')),
    session: read(session, 'session'),
    headers: read(headers, 'headers'),
    identity: read(identity, 'identity'),
    bearer:
      member(section, 'bearer') === undefined ? undefined : (read(bearer, 'bearer') ?? 'unknown'),
    compatibility: read(compatibility, 'compatibility'),
    rules: siftList(rules.unwrap().element, member(section, 'rules')),
  };
}

function siftList<T extends z.ZodType>(element: T, list: unknown): Sparse<z.output<T>> {
  return Array.isArray(list) ? list.map((item) => element.safeParse(item).data) : [];
}
