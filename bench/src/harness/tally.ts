/**
 * What became of requests.
 *
 * A request is **sent** when there was a connection for it, with its TLS handshake done where there is one: from then on the server
 * may have it. It is **answered** when a whole answer came with the status and the content that were asked for, and **lost** otherwise: the
 * connection broke, the answer was cut off, did not come within 20 seconds, or was another one, such as a 503.
 * No request is sent twice, so one that was lost stays lost.
 *
 * An attempt to connect that fails is **refused**: nothing was sent. Whether that may happen depends on what is measured.
 */
export interface TallyCounts {
  readonly connections: number;
  readonly sent: number;
  readonly answered: number;
  readonly refused: number;
  readonly lost: number;
  /** How often each reason for a loss or a refusal was seen. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** Keeps the counts. */
export interface Tally {
  connected(): void;
  answered(): void;
  lost(reason: string): void;
  refused(reason: string): void;
  counts(): TallyCounts;
}

export function createTally(): Tally {
  let connections = 0;
  let answered = 0;
  let lost = 0;
  let refused = 0;
  const reasons = new Map<string, number>();
  const note = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    connected: () => void connections++,
    answered: () => void answered++,
    lost(reason) {
      lost++;
      note(`lost: ${reason}`);
    },
    refused(reason) {
      refused++;
      note(`refused: ${reason}`);
    },
    counts: () => ({
      connections,
      sent: answered + lost,
      answered,
      refused,
      lost,
      reasons: new Map(reasons),
    }),
  };
}

/** The counts in a few words. */
export function formatCounts({
  connections,
  sent,
  answered,
  refused,
  lost,
  reasons,
}: TallyCounts): string {
  const why = [...reasons].map(([reason, count]) => `${reason} (${count})`);
  return [
    `${sent} sent over ${connections} connections, ${answered} answered, ${lost} lost, ${refused} connections refused`,
    ...why,
  ].join('; ');
}
