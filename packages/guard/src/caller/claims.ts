import type { JsonObject } from '@drawbridge/core';

/** Claims as they came, frozen: what one request does to them, no other sees. */
export type Claims = Readonly<JsonObject>;
