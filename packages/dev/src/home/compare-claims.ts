import { type JsonObject, RESERVED_CLAIMS } from '@drawbridge/core';
import type { HomeClaim, HomeFacts } from '@drawbridge/pages';
import { describeClaims } from '../describe-claims.ts';

/** Claims as they are shown. */
export function showClaims(claims: JsonObject): readonly HomeClaim[] {
  return describeClaims(claims).map(([name, value]) => ({ name, value }));
}

/** A token that went in and one that came out, with their titles. */
export interface Crossed {
  readonly before: readonly [title: string, claims: JsonObject];
  readonly after: readonly [title: string, claims: JsonObject];
  /** Names of the claims that the rule looks at. */
  readonly asked: ReadonlySet<string>;
}

/**
 * What became of each claim. One with another value is left behind, and a new one made; those that belong to the token
 * itself are always new, though they may be the same by chance.
 */
export function compareClaims({
  before: [titleBefore, before],
  after: [titleAfter, after],
  asked,
}: Crossed): readonly [HomeFacts, HomeFacts] {
  const stays = (name: string) =>
    !RESERVED.has(name) &&
    Object.hasOwn(before, name) &&
    Object.hasOwn(after, name) &&
    JSON.stringify(before[name]) === JSON.stringify(after[name]);
  const came = showClaims(before).map((claim): HomeClaim => {
    const { name } = claim;
    return { ...claim, fate: stays(name) ? 'stays' : asked.has(name) ? 'asked' : 'left' };
  });
  const went = showClaims(after).map(
    (claim): HomeClaim => ({ ...claim, fate: stays(claim.name) ? 'stays' : 'new' }),
  );
  const left = came.filter(({ fate }) => fate === 'left');
  return [
    {
      title: titleBefore,
      claims: came.filter(({ fate }) => fate !== 'left'),
      more: { title: `${left.length} more are left behind`, claims: left },
    },
    { title: titleAfter, claims: went },
  ];
}

/** A token that came to nothing. @param asked - names of the claims that rules look at */
export function showRefused(
  title: string,
  claims: JsonObject,
  asked: ReadonlySet<string>,
): HomeFacts {
  const all = showClaims(claims);
  const isFirst = ({ name }: HomeClaim) => WHO.has(name) || asked.has(name);
  const rest = all.filter((claim) => !isFirst(claim));
  return {
    title,
    claims: all.filter(isFirst),
    more: { title: `${rest.length} more that no rule looks at`, claims: rest },
  };
}

const RESERVED: ReadonlySet<string> = new Set(RESERVED_CLAIMS);
const WHO = new Set(['iss', 'sub', 'aud']);
