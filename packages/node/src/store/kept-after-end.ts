// How long drivers that make room by the wall clock keep what has ended, in seconds. Until then it is there again
// when a clock that ran ahead is set right, for a token that it tells of lives again by then too.

/** A value: it may tell that a token was used. */
export const VALUE_KEPT = 3600;

/** A counter: there may be one for every address that calls, and a limit that begins anew opens no door. */
export const COUNTER_KEPT = 60;
