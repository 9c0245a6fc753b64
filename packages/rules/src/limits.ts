/** Seconds that a token lives when a rule does not say. */
export const DEFAULT_LIFETIME = 600;
/** The most that a rule may say, in seconds: the longest session that AWS gives. */
export const MAX_LIFETIME = 43_200;
/** UTF-8 bytes that a claim made by a template may have when a rule does not say. */
export const DEFAULT_MAX_BYTES = 1024;
