import type { ConfigFault } from '@drawbridge/core';
import { identityFieldFaults } from '../../identity/identity-field.ts';
import { identityFieldsOf } from '../section/identity-fields.ts';
import { SESSION_DEFAULTS } from '../section/session-schema.ts';
import { hostFaults } from './host-faults.ts';
import { providerFaults } from './provider-faults.ts';
import { ruleFaults } from './rule-faults.ts';
import type { Sparse, SparseSection } from './sift-section.ts';
import { twice } from './twice.ts';

/**
 * Everything that is wrong with a section and that no schema sees: what must fit together. Of a section that is not valid
 * everywhere, what is valid is judged. Files are not read.
 */
export async function findGatewayFaults(section: SparseSection): Promise<readonly ConfigFault[]> {
  const { bearer, providers } = section;
  const issuers = bearer === undefined || bearer === 'unknown' ? [] : bearer.issuers;
  return [
    ...hostFaults(section),
    ...providers.flatMap((provider, index) =>
      provider === undefined ? [] : providerFaults(provider, `gateway.providers[${index}]`),
    ),
    ...listedTwice(names(providers), 'gateway.providers', 'name'),
    ...listedTwice(names(issuers), 'gateway.bearer.issuers', 'name'),
    ...listedTwice(
      issuers.map(({ issuer }) => issuer),
      'gateway.bearer.issuers',
      'issuer',
    ),
    ...sharedNameFaults(section),
    ...sessionFaults(section),
    ...headerFaults(section),
    ...vouchFaults(section),
    ...(await ruleFaults(section)),
  ];
}

const names = (named: Sparse<{ readonly name: string }>) => named.map((item) => item?.name);

function listedTwice(values: Sparse<string>, list: string, member: string): readonly ConfigFault[] {
  return twice(values).map((index) => ({
    path: `${list}[${index}].${member}`,
    message: 'is listed twice',
  }));
}

/** Rules name both alike, so one name must not be two issuers. */
function sharedNameFaults({ providers, bearer }: SparseSection): readonly ConfigFault[] {
  if (bearer === undefined || bearer === 'unknown') return [];
  return bearer.issuers.flatMap(({ name, issuer }, index) => {
    const other = providers.find((provider) => provider?.name === name);
    if (other === undefined || other.issuer === issuer) return [];
    const message = `is the name of a provider with another issuer, ${other.issuer}: rules could not tell them apart`;
    return [{ path: `gateway.bearer.issuers[${index}].name`, message }];
  });
}

function sessionFaults({ session = {} }: SparseSection): readonly ConfigFault[] {
  const { keep, refresh, idle, lifetime = SESSION_DEFAULTS.lifetime } = session;
  const faults: ConfigFault[] = [];
  if (idle !== undefined && idle > lifetime) {
    faults.push({
      path: 'gateway.session.idle',
      message: `is more than the lifetime, ${lifetime}, and would never count`,
    });
  }
  if (keep === 'cookie' && refresh === true) {
    faults.push({
      path: 'gateway.session.refresh',
      message: 'needs sessions in the store: a cookie keeps no refresh token',
    });
  }
  return faults;
}

function vouchFaults({ compatibility, providers }: SparseSection): readonly ConfigFault[] {
  const wanted = compatibility?.vouch?.provider;
  // Of one that is not valid by itself, the name is not known.
  if (
    wanted === undefined ||
    providers.some((each) => each === undefined || each.name === wanted)
  ) {
    return [];
  }
  const message = 'is the name of none of gateway.providers';
  return [{ path: 'gateway.compatibility.vouch.provider', message }];
}

function headerFaults({ headers = {} }: SparseSection): readonly ConfigFault[] {
  const fields = identityFieldsOf(headers);
  const ofProfiles = fields.length - Object.keys(headers.fields ?? {}).length;
  return identityFieldFaults(fields).map(({ index, fault }) => ({
    path:
      index < ofProfiles
        ? 'gateway.headers.profiles'
        : `gateway.headers.fields.${fields[index]?.name}`,
    message: index < ofProfiles ? `has ${fields[index]?.name}, which ${fault}` : fault,
  }));
}
