import type { RelyingParty } from '@drawbridge/clouds/doctor';

/** The relying parties, by the names that commands have for them. */
export const PARTY_NAMES = ['aws', 'gcp', 'azure', 'kubernetes', 'vault'] as const;
export type PartyName = (typeof PARTY_NAMES)[number];

/** Does something with a relying party, whatever its own configuration looks like. Only that one is loaded. */
export async function withParty<Result>(
  name: PartyName,
  use: <Trust>(party: RelyingParty<Trust>) => Promise<Result>,
): Promise<Result> {
  switch (name) {
    case 'aws':
      return use((await import('@drawbridge/clouds/aws/doctor')).relyingParty);
    case 'gcp':
      return use((await import('@drawbridge/clouds/gcp/doctor')).relyingParty);
    case 'azure':
      return use((await import('@drawbridge/clouds/azure/doctor')).relyingParty);
    case 'kubernetes':
      return use((await import('@drawbridge/clouds/kubernetes/doctor')).relyingParty);
    case 'vault':
      return use((await import('@drawbridge/clouds/vault/doctor')).relyingParty);
  }
}
