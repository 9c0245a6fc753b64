import { isJsonObject, member } from '@drawbridge/core';
import type { z } from 'zod';
import { injectSchema } from '../section/inject-section.ts';
import type { RouteSection } from '../section/route-schema.ts';
import type { TokenSection } from '../section/token-schema.ts';

/** A section of which some members may not be valid. */
export interface SparseSection {
  readonly listen?: unknown;
  readonly socket?: unknown;
  readonly upstream?: unknown;
  readonly caFile?: unknown;
  readonly tlsNoVerify?: unknown;
  /** `unknown` where it is there and not valid. */
  readonly token?: TokenSection | 'unknown' | undefined;
  /** `undefined` in the place of each that is not valid. */
  readonly routes?: readonly (RouteSection | undefined)[] | undefined;
}

const { token, routes } = injectSchema.shape;

/** What is valid of a section. @param given - anything */
export function siftSection(given: unknown): SparseSection {
  const section = isJsonObject(given) ? given : {};
  const list = member(section, 'routes');
  const read = <T extends z.ZodType>(schema: T, value: unknown) => schema.safeParse(value).data;
  return {
    listen: member(section, 'listen'),
    socket: member(section, 'socket'),
    upstream: member(section, 'upstream'),
    caFile: member(section, 'caFile'),
    tlsNoVerify: member(section, 'tlsNoVerify'),
    token:
      member(section, 'token') === undefined
        ? undefined
        : (read(token, member(section, 'token')) ?? 'unknown'),
    routes: Array.isArray(list)
      ? list.map((route) => read(routes.unwrap().unwrap().element, route))
      : undefined,
  };
}
