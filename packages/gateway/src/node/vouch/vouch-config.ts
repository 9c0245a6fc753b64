import type { VouchCodecOptions, VouchKey } from '@drawbridge/oauth';
import type { ListenAddress, ServerTls, SocketPlace } from '@drawbridge/node';
import type { LogSection } from '@drawbridge/node/config';
import type { VouchSettings } from '../../vouch/vouch-settings.ts';
import type { VouchKeyName } from './keys/all-keys.ts';
import type { GivenValue, VouchNote } from './layers/given-value.ts';
import type { VouchTimeouts } from './settings/listen-settings.ts';

/** A Vouch Proxy's configuration, judged: nothing was changed by that. */
export interface VouchConfig {
  readonly settings: VouchSettings;
  readonly place: ListenAddress | SocketPlace;
  readonly timeouts: VouchTimeouts;
  readonly tls: ServerTls | undefined;
  /** `undefined` where nobody says. */
  readonly logLevel: LogSection['level'];
  readonly signing: VouchSigningKeys;
  /** Seals what a browser keeps during a sign-in. `undefined`: one that is made at the start. A secret. */
  readonly sessionKey: string | undefined;
  /** The keys that somebody gave, as they were given: secrets among them. */
  readonly given: ReadonlyMap<VouchKeyName, GivenValue>;
  /** Where people reach the inspector, without a slash at its end. `undefined`: there is none. */
  readonly inspectorUrl: string | undefined;
  /** What is said of it at the start. */
  readonly notes: readonly VouchNote[];
  /** Every file that it was read from: a change of one is a reason to read it again. */
  readonly files: readonly string[];
}

/** What cookies are signed and verified with. */
export interface VouchSigningKeys extends Pick<VouchCodecOptions, 'algorithm' | 'compress'> {
  /** But for the one of `secretFile`, which comes first. */
  readonly keys: readonly VouchKey[];
  /** `undefined` where somebody gave a secret. */
  readonly secretFile: KeptSecret | undefined;
}

/** The secret of a file `config/secret`. */
interface KeptSecret {
  readonly path: string;
  /** `undefined`: the file is to be made. */
  readonly secret: string | undefined;
}
