import type { CommonOptions } from '../../context.ts';

/** The options of `ci exec`. */
export interface Options extends CommonOptions {
  readonly aws: string;
  readonly exchange?: string;
  readonly audience: string;
  readonly jobAudience?: string;
  readonly tokenVariable?: string;
  readonly token?: string;
  readonly sessionName?: string;
  readonly region?: string;
  readonly ca?: string;
  /** Seconds. */
  readonly timeout: number;
}
