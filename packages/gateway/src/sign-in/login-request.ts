import type { AppBase } from './app-base.ts';
import type { ParcelKind } from './parcels.ts';

/** What an app host asks of the auth host, by way of the browser: nobody else can make one. */
export interface LoginRequest {
  /** The app host, as a question has it. */
  readonly host: string;
  /** Where the person returns to: a path of that host. */
  readonly to: string;
  /** By which it goes back to the app host. */
  readonly base: AppBase;
  /** SHA-256 of the secret in a cookie of that host: only the browser that asked is let in by the answer. */
  readonly binding: string;
  /** Seconds since the epoch, until when that cookie is there. Later the person is sent to get a new one. */
  readonly until: number;
}

/** Seconds that a person has until the browser is back, for both the request and the cookie that it is bound to. */
export const REQUEST_TIME = 600;

/** As the parameter `request`. */
export const REQUEST: ParcelKind<LoginRequest> = { context: 'request' };
