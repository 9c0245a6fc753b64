import type { Caller } from './caller.ts';

/** What there is to ask of whoever has claims that were signed: of a {@link Caller}, and of whom a cookie names. */
export type Claimant = Pick<Caller, 'claim' | 'hasRole'>;
