import type { RelyingParty } from '@drawbridge/clouds/doctor';

/** The relying parties, by the names that commands have for them. */
export const PARTY_NAMES = ['aws', 'azure'] as const;
export type PartyName = (typeof PARTY_NAMES)[number];

/** Does something with a relying party, whatever its own configuration looks like. Only that one is loaded. */
export async function withParty<Result>(
  name: PartyName,
  use: <Trust>(party: RelyingParty<Trust>) => Promise<Result>,
): Promise<Result> {
  switch (name) {
    case 'aws':
      return use((await import('@drawbridge/clouds/aws/doctor')).relyingParty);
    case 'azure':
      return use((await import('@drawbridge/clouds/azure/doctor')).relyingParty);
    case 'azure':
      return use((await import('@drawbridge/clouds/azure/doctor')).relyingParty);
  }
}
