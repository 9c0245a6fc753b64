import { epochSeconds, systemClock } from '@drawbridge/core';
import type { HomeEvent } from '@drawbridge/pages';

/** What was decided, without what the list adds. */
export type Decision = Omit<HomeEvent, 'id' | 'at'>;

/** What was decided lately. */
export interface Decisions {
  add(decision: Decision): void;
  /** The newest first. */
  list(): readonly HomeEvent[];
  /** @returns what ends the following */
  follow(tell: () => void): () => void;
}

/** How many are kept: as many as somebody looks through. */
const KEPT = 30;

/** Makes an empty list. */
export function createDecisions(): Decisions {
  const followers = new Set<() => void>();
  let events: readonly HomeEvent[] = [];
  let count = 0;
  return {
    add(decision) {
      count++;
      const event = { ...decision, id: String(count), at: epochSeconds(systemClock) };
      events = [event, ...events].slice(0, KEPT);
      for (const tell of followers) tell();
    },
    list: () => events,
    follow(tell) {
      followers.add(tell);
      return () => void followers.delete(tell);
    },
  };
}
