import type { ClientProof } from '../../client/client-proof.ts';
import type { KeptLogin } from '../../kept/kept-login.ts';

/** A login as it is kept: what everybody may see of it, and more. */
export interface LoginRecord extends Omit<KeptLogin, 'keptIn'> {
  /** Names this state of its settings: credentials that were asked for with others are not those of this login. */
  readonly made: string;
  readonly clientProof?: ClientProof;
  /** Seconds since the epoch: until then, nobody tries again to renew credentials that last yet. */
  readonly retryAt?: number;
}

/** Writes a record as the text that is sealed. */
export function formatRecord(record: LoginRecord): string {
  return JSON.stringify(record);
}

/**
 * Reads the text that was sealed. Nobody else can have sealed it, so it is what {@link formatRecord} wrote: the
 * version is in the head of the file.
 */
export function parseRecord(text: string): LoginRecord {
  return JSON.parse(text) as LoginRecord;
}
