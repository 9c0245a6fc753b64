/** Seconds that a call may take if nobody says. */
export const DEFAULT_STORE_TIMEOUT = 1;

/** What is put before every key if nobody says. */
export const DEFAULT_STORE_PREFIX = 'drawbridge:';
