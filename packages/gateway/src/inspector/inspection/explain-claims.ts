import { isJsonObject, type JsonObject } from '@drawbridge/core';
import { knownClaim, type KnownClaim } from './claims-table.ts';
import type { Claim } from './inspection.ts';
import type { Mask } from './mask.ts';
import { showClock } from './show-clock.ts';

/** How members are shown. */
export interface ExplainOptions {
  /** Seconds since the epoch. */
  readonly now: number;
  readonly mask: Mask;
  /** What is known of members, the first table that has one. */
  readonly tables: readonly Readonly<Record<string, KnownClaim>>[];
  /** Members whose own members are shown as rows: `CustomClaims`. */
  readonly opened?: readonly string[];
}

/** The furthest moment that Date can tell, in seconds. */
const MAX_TIME = 8.64e12;
/** Names that the table has not, and that say what they are. */
const TIME_NAME = /(?:^|_)(?:exp|iat|nbf|time|at)$|_(?:expires?|expiry)(?:_at|_on)?$/;

/** The members of a header or of a claims set, explained, in their order. */
export function explainClaims(object: JsonObject, options: ExplainOptions): readonly Claim[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const row = rowOf(name, value, name, options);
    if (options.opened?.includes(name) !== true || !isJsonObject(value)) return [row];
    const { opened: _, ...rest } = options;
    const inner = Object.entries(value).map(([key, each]) =>
      rowOf(key, each, `${name}.${key}`, { ...rest, tables: options.tables.slice(1) }),
    );
    return [
      { ...row, text: `${inner.length} ${inner.length === 1 ? 'claim' : 'claims'}, below` },
      ...inner,
    ];
  });
}

function rowOf(
  key: string,
  value: unknown,
  name: string,
  { now, mask, tables }: ExplainOptions,
): Claim {
  const known = tables.map((table) => knownClaim(table, key)).find((row) => row !== undefined);
  const masked = mask.json(value, key);
  const text = typeof masked === 'string' && masked !== '' ? masked : JSON.stringify(masked);
  const isTime =
    typeof value === 'number' &&
    Math.abs(value) <= MAX_TIME &&
    (known?.isTime === true || (known === undefined && value >= 1e8 && TIME_NAME.test(key)));
  return {
    name: mask.text(name),
    value: masked,
    text,
    isMasked: JSON.stringify(value) !== JSON.stringify(masked),
    ...(isTime && { time: value, clock: showClock(value - now) }),
    ...(known !== undefined && { about: known.about, source: known.source }),
    ...(known?.scope !== undefined && { scope: known.scope }),
  };
}
