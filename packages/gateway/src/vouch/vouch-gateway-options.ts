import type { Audit, Clock, Engine, Log, Metrics, Sealer, Service, Store } from '@drawbridge/core';
import type { VouchCodec } from '@drawbridge/oauth';
import type { VouchProvider } from './vouch-provider.ts';
import type { VouchSettings } from './vouch-settings.ts';

/** What a gateway in the place of a Vouch Proxy is built of. */
export interface VouchGatewayOptions {
  readonly settings: VouchSettings;
  /** Reads and writes its cookie. */
  readonly codec: VouchCodec;
  /** Where people sign in; `undefined` where `settings.oauth` is: cookies are validated, and nobody signs in here. */
  readonly provider: VouchProvider | undefined;
  /** Seals what a browser keeps on its way to the provider and back. */
  readonly sealer: Sealer;
  /**
   * `session.key`: verifies what a Vouch Proxy gave a browser on its way to the provider, so that who was on it when this gateway
   * took its place comes in all the same. Nothing is signed with it. Default: such a browser begins again.
   */
  readonly gorillaKey?: string | undefined;
  /** Keeps which cookies were ended before their time, and which sign-ins were used. */
  readonly store: Store;
  /** How many cookies are remembered with the answer that they get. Default: 10,000. */
  readonly seen?: number;
  /** Default: that of the machine. */
  readonly engine?: Engine;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: silent. */
  readonly log?: Log;
  /** Where it is kept who was let in and who was refused at a sign-in. Default: nowhere. */
  readonly audit?: Audit;
  /** Default: nothing is counted. */
  readonly metrics?: Metrics;
  /** Answers at paths of its own, below the document root: it is asked for what is at one of them, or below it. Default: there is none. */
  readonly inspector?: { readonly service: Service; readonly paths: readonly string[] } | undefined;
}
