import { member, parseUrl, quote } from '@drawbridge/core';
import { noDiscovery } from '../../../doctor/checks/about-documents.ts';
import { isTrustedThere } from '../../../doctor/checks/about-tls.ts';
import { unless } from '../../../doctor/checks/unless.ts';
import { isByProxy } from '../../../doctor/measure/is-by-proxy.ts';
import { isPrivateAddress } from '../../../doctor/measure/private-address.ts';
import { standsFor } from '../../../doctor/measure/stands-for.ts';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { KeyPlace, VaultTrust } from '../../evaluate/vault-trust.ts';

type VaultScene = Scene<VaultTrust>;
type Judge = (scene: VaultScene) => Outcome;

/** How the configuration and a role are printed, for `--trust`. */
export const READ_CONFIG = 'vault read -format=json auth/jwt/config';
export const READ_ROLE = 'vault read -format=json auth/jwt/role/NAME';

/** Where keys come from, where that was told. */
export function placeOf({ trust }: VaultScene): KeyPlace | undefined {
  return trust?.config?.keys;
}

/** A judge of a discovery document, which is read where its address was set alone. */
export function ofDiscovery(judge: Judge): Judge {
  return unless((scene) => {
    const place = placeOf(scene);
    return place?.kind === 'jwks'
      ? 'Vault was told where the keys are: it reads no discovery document'
      : whyNothing(place);
  }, hinted(judge));
}

/** A judge of what is fetched at all. */
export function ofFetched(judge: Judge): Judge {
  return (scene) => {
    const place = placeOf(scene);
    if (place?.kind === 'jwks' && place.places.length > 1) {
      return unknown(
        `there are ${place.places.length} jwks_pairs, which were not looked at`,
        'Give a configuration with one of them as jwks_url by --trust, and look at each.',
      );
    }
    return unless<VaultTrust>(() => whyNothing(place), hinted(judge))(scene);
  };
}

function whyNothing(place: KeyPlace | undefined): string | undefined {
  if (place?.kind === 'keys') return 'Vault was given keys: it fetches nothing';
  return place?.kind === 'provider' ? 'OpenBao asks a provider for the keys' : undefined;
}

/** Without the configuration the documents of the issuer are taken for what counts. */
function hinted(judge: Judge): Judge {
  return (scene) => {
    const outcome = judge(scene);
    return outcome.state === 'failed' && placeOf(scene) === undefined
      ? failed(
          outcome.seen,
          `${outcome.fix} Where Vault has keys of its own, or another address for them, give its configuration by --trust.`,
        )
      : outcome;
  };
}

/** The address that Vault asks first: the issuer, where nothing else was told. */
function askedOf(scene: VaultScene): string {
  const place = placeOf(scene);
  if (place?.kind === 'discovery') return place.url;
  return (place?.kind === 'jwks' ? place.places[0]?.url : undefined) ?? scene.seen.issuer;
}

/** Vault asks over plain http, too: it is for the operator to know. */
export function isAskedByHttps(scene: VaultScene): Outcome {
  const asked = askedOf(scene);
  return parseUrl(asked)?.protocol === 'https:'
    ? passed('https')
    : unknown(
        `Vault would ask ${quote(asked)}, which was not asked from here`,
        'Serve the documents over https, and have the configuration and iss say so: whoever is between can put keys of their own in the place of yours.',
      );
}

/** Whether Vault reaches the issuer cannot be known from elsewhere: it may be private. */
export function isReached(scene: VaultScene): Outcome {
  const { addresses } = scene.seen;
  const address = askedOf(scene);
  const host = parseUrl(address)?.hostname ?? address;
  const isPrivate = addresses.some(isPrivateAddress) ? ', a private address,' : '';
  const told = isByProxy(scene.seen)
    ? `${host} is looked up by the proxy that is between, and was reached from here`
    : addresses.length === 0
      ? `the name ${host} has no address here`
      : `${standsFor(host, addresses)}${isPrivate} here`;
  return unknown(
    `${told}; whether Vault reaches it is not known from here`,
    `Ask it: write the configuration again, which it refuses where it does not (vault write auth/jwt/config …); OpenBao has a status in ${READ_CONFIG}.`,
  );
}

export const isTrustedByVault = isTrustedThere<VaultTrust>((scene) => {
  const place = placeOf(scene);
  if (place?.kind === 'discovery') return place.ca !== undefined;
  return place?.kind === 'jwks' && place.places[0]?.ca !== undefined;
}, 'Have oidc_discovery_ca_pem or jwks_ca_pem hold the authority, or the system of Vault. To look with it, give it by --ca, or the configuration by --trust.');

/** The discovery document is of the address that was set, letter by letter. */
export function namesPlace(scene: VaultScene): Outcome {
  const { discovery, seen } = scene;
  if (discovery === undefined) return noDiscovery();
  const place = placeOf(scene);
  const wanted = place?.kind === 'discovery' ? place.url : seen.issuer;
  const named = member(discovery, 'issuer');
  return named === wanted
    ? passed(quote(wanted))
    : failed(
        `the discovery document is that of ${quote(named)}`,
        place?.kind === 'discovery'
          ? `Set oidc_discovery_url to ${quote(named)}, or have the document say ${quote(wanted)}: case and slash count.`
          : `Have its issuer be ${quote(wanted)}, letter by letter: case, slash and all.`,
      );
}
