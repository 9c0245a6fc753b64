import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';
import { VERIFIED_ALGORITHMS } from './algorithms.ts';
import { CONFIG_PARAMETERS, unknownAmong } from './known-parameters.ts';
import { createParameterReader, type ParameterReader } from './read-parameters.ts';
import type { JwksPlace, KeyPlace, VaultConfig } from './vault-trust.ts';

/**
 * Reads a mount's configuration. What Vault would not have taken is a fault (`pathConfigWrite` of vault-plugin-auth-jwt and of
 * OpenBao): exactly one place for keys, and `jwks_pairs` alone of `jwks_ca_pem` and `bound_issuer`.
 */
export function readConfig(parameters: JsonObject, path: string, faults: FileFaults): VaultConfig {
  const reader = createParameterReader(parameters, path, faults);
  const given = member(reader.map('provider_config'), 'provider');
  const provider = typeof given === 'string' ? given : '';
  const boundIssuer = reader.text('bound_issuer');
  const pairs = readPairs(reader, member(parameters, 'jwks_pairs'));
  const jwksCa = reader.text('jwks_ca_pem');
  const places = keyPlaces(reader, pairs, jwksCa, provider);
  const [keys = { kind: 'provider' } as const] = places;
  if (places.length !== 1) {
    const found = places.length === 0 ? 'has no place for keys' : 'has several places for keys';
    faults.add(
      path,
      `${found}: exactly one of oidc_discovery_url, jwks_url, jwks_pairs and jwt_validation_pubkeys is to be set`,
    );
  }
  if (pairs.length > 0) {
    if (boundIssuer !== '') reader.fault('bound_issuer', 'cannot be used with jwks_pairs');
    if (jwksCa !== '') reader.fault('jwks_ca_pem', 'cannot be used with jwks_pairs');
  }
  const unknown = unknownAmong(Object.keys(parameters), CONFIG_PARAMETERS);
  const algorithms = reader.list('jwt_supported_algs');
  for (const algorithm of algorithms.filter((each) => !VERIFIED_ALGORITHMS.includes(each))) {
    reader.fault('jwt_supported_algs', `names ${quote(algorithm)}, by which nothing is verified`);
  }
  return { boundIssuer, keys, provider, algorithms, unknown };
}

function keyPlaces(
  reader: ParameterReader,
  pairs: readonly JwksPlace[],
  jwksCa: string,
  provider: string,
): readonly KeyPlace[] {
  const discovery = reader.text('oidc_discovery_url');
  const jwks = reader.text('jwks_url');
  const pems = reader.list('jwt_validation_pubkeys');
  const found: KeyPlace[] = [];
  if (discovery !== '') {
    found.push({ kind: 'discovery', url: discovery, ...ca(reader.text('oidc_discovery_ca_pem')) });
  }
  if (jwks !== '') found.push({ kind: 'jwks', places: [{ url: jwks, ...ca(jwksCa) }] });
  if (pairs.length > 0) found.push({ kind: 'jwks', places: pairs });
  if (pems.length > 0) found.push({ kind: 'keys', pems });
  // OpenBao asks the cluster itself for its keys then.
  if (found.length === 0 && provider === 'kubernetes') found.push({ kind: 'provider' });
  return found;
}

function readPairs(reader: ParameterReader, value: unknown): readonly JwksPlace[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reader.fault('jwks_pairs', 'is no list');
    return [];
  }
  return (value as readonly unknown[]).flatMap((pair, index) => {
    const url = isJsonObject(pair) ? member(pair, 'jwks_url') : undefined;
    const pem = isJsonObject(pair) ? (member(pair, 'jwks_ca_pem') ?? '') : '';
    if (typeof url === 'string' && url.trim() !== '' && typeof pem === 'string') {
      return [{ url, ...ca(pem) }];
    }
    reader.fault(`jwks_pairs[${index}]`, 'is no pair of jwks_url and jwks_ca_pem, both text');
    return [];
  });
}

function ca(pem: string): { readonly ca?: string } {
  return pem === '' ? {} : { ca: pem };
}
