import type { CommonOptions } from '../../context.ts';

/** The options of `doctor aws` and its like. */
export interface PartyOptions extends CommonOptions {
  readonly issuer: string;
  readonly token?: string;
  readonly trust?: string;
  readonly ca?: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
}
