import { knownGroupsClaim } from '@drawbridge/rules';
import type { UserOfOptions } from '../../user/user-of.ts';
import type { BearerIssuerSection } from '../section/bearer-schema.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import type { ProviderSection } from '../section/provider-schema.ts';

/** How a provider, or an issuer of bearer tokens, is read. */
export interface Reader extends UserOfOptions {
  /** Whose claims are read so. */
  readonly issuer: string;
}

/** How the claims of a section's issuer are read. A provider that leaves groups out without a word is known by its host. */
export function readerOf(section: ProviderSection | BearerIssuerSection): Reader {
  const { name, issuer, groupsClaim = 'groups', groupsLimit } = section;
  const limit =
    groupsLimit === undefined ? knownGroupsClaim(issuer)?.limit : { count: groupsLimit, by: name };
  return {
    provider: name,
    issuer,
    groups: {
      claim: groupsClaim,
      ...(limit !== undefined && { limit }),
    },
    trustsEmail: 'trustEmail' in section && section.trustEmail === true,
  };
}

/** All whom rules may name: providers, then issuers of bearer tokens, which may have the name of one. */
export function readersOf({
  providers,
  bearer,
}: Pick<GatewaySection, 'providers' | 'bearer'>): readonly [Reader, ...Reader[]] {
  const [first, ...more] = [...providers, ...(bearer?.issuers ?? [])].map(readerOf);
  if (first === undefined) throw new TypeError('a gateway has a provider');
  return [first, ...more];
}
