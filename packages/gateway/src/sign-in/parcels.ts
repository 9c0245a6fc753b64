import { type Clock, epochSeconds, type Sealer } from '@drawbridge/core';

/** What a browser carried, and nobody could read or change. */
export interface Parcel<T> {
  readonly value: T;
  /** Whether its time is over: it says where somebody wanted to go, and proves nothing any more. */
  readonly isOver: boolean;
}

/** Values that a browser carries from one address of the gateway to another. */
export interface Parcels {
  /** @param expiresAt - seconds since the epoch */
  seal<T>(kind: ParcelKind<T>, value: T, expiresAt: number): Promise<string>;
  /** @returns `undefined` for what nobody here sealed as this kind */
  open<T>(kind: ParcelKind<T>, sealed: string): Promise<Parcel<T> | undefined>;
}

/** What a parcel is for: one kind is never opened as another. */
export interface ParcelKind<T> {
  readonly context: string;
  /** Only for the compiler: that what is opened is what was sealed. */
  readonly holds?: T;
}

/** The format that this release writes. */
const VERSION = 1;

/** Makes the one place where they are sealed and opened. */
export function createParcels(sealer: Sealer, clock: Clock): Parcels {
  const contextOf = ({ context }: ParcelKind<unknown>) => `sign-in/${context}`;
  return {
    async seal(kind, value, expiresAt) {
      return sealer.seal(JSON.stringify([VERSION, expiresAt, value]), contextOf(kind));
    },
    async open<T>(kind: ParcelKind<T>, sealed: string) {
      const text = await sealer.open(sealed, contextOf(kind));
      if (text === undefined) return undefined;
      const [version, expiresAt, value] = JSON.parse(text) as [number, number, T];
      // Replicas of two releases run side by side: what the other means is not guessed at.
      if (version !== VERSION) return undefined;
      return { value, isOver: expiresAt <= epochSeconds(clock) };
    },
  };
}
