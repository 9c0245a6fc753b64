import type { Outcome } from '@drawbridge/clouds/doctor';

/** One link of the way of a token: where it is, and what came of looking at it. */
export interface Link {
  readonly at: string;
  readonly outcome: Outcome;
}

/** The links of a way in their order. Each is looked at when it is asked for: nobody goes past a broken one. */
export type Links = AsyncGenerator<Link, void, undefined>;

/** A way as far as it was gone. */
export interface Way {
  readonly links: readonly Link[];
  /** The first link that does not hold; nothing behind it was looked at. */
  readonly broken?: Link;
}

/** Goes along a way, up to its first broken link. */
export async function goAlong(links: Links): Promise<Way> {
  const seen: Link[] = [];
  for await (const link of links) {
    seen.push(link);
    if (link.outcome.state === 'failed') return { links: seen, broken: link };
  }
  return { links: seen };
}
