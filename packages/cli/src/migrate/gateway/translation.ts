import type { ConfigFault } from '@drawbridge/core';
import type { SecretFile } from '../secret-files.ts';

/** Where things are that a translation names. */
export interface TranslationPlaces {
  /** Path of the file. */
  readonly file: string;
  /** Absolute data folder. */
  readonly data: string;
  /** Absolute folder for files of secrets. */
  readonly secrets: string;
}

/** What a configuration comes to. With faults it is not fit for use. */
export interface GatewayTranslation<
  Config extends { readonly gateway: unknown } = { readonly gateway: unknown },
> {
  /** A `drawbridge.yaml` as a value. */
  readonly config: Config;
  readonly secrets: readonly SecretFile[];
  readonly notes: readonly string[];
  readonly faults: readonly ConfigFault[];
}
