import type { IdTokenIssuer } from '../../inspector/id-tokens/create-id-token-verifier.ts';
import type { VouchAlgorithm, VouchKey } from '@drawbridge/oauth';

/** Where an inspector listens: where FABRIC's demo did. */
export const INSPECTOR_LISTEN = '127.0.0.1:5000';

/** What is given for an inspector that is served alone: by flags, which come before the variables. */
export interface GivenInspector {
  readonly serverUrl?: string | undefined;
  readonly indent?: number | undefined;
  readonly cookieName?: string | undefined;
  readonly secretFile?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly publicKeyFile?: string | undefined;
  readonly allowWeakSecret?: boolean | undefined;
  /** Beside CILogon. */
  readonly issuers?: readonly IdTokenIssuer[] | undefined;
}

/** The settings of an inspector that is served alone, judged. */
export interface InspectorSettings {
  readonly serverUrl: string;
  readonly indent: number;
  readonly cookieName: string;
  readonly algorithm: VouchAlgorithm;
  /** Any of them verifies. */
  readonly keys: readonly [VouchKey, ...VouchKey[]];
  readonly issuers: readonly IdTokenIssuer[];
  /** Whether a key is a secret that can be found by trying. */
  readonly isWeak: boolean;
}
