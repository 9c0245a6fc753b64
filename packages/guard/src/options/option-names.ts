import { requireObject } from '@drawbridge/core';
import type { ProxyProof } from '../proxy/proxy-proof.ts';
import type {
  GuardOptions,
  GuardSettings,
  IssuerOptions,
  ResourceOptions,
} from './guard-options.ts';
import { refuseUnknown, requireArray } from './require-options.ts';

/** All names of a type, which the compiler holds this to. */
type NamesOf<Options> = Readonly<Record<keyof Options & string, true>>;

const OF_AN_ISSUER: NamesOf<IssuerOptions> = {
  issuer: true,
  openIdConnectUrl: true,
  jwksUri: true,
  keys: true,
  audience: true,
  authorizedParties: true,
  profile: true,
  algorithms: true,
  requiredClaims: true,
  leeway: true,
  maxTokenAge: true,
  maxTokenLength: true,
  idTokenAudience: true,
  senderConstrained: true,
  paddedBase64: true,
  audienceParameter: true,
};

const OF_A_GUARD: NamesOf<GuardSettings> = {
  required: true,
  headers: true,
  anonymous: true,
  atHash: true,
  proxy: true,
  revocations: true,
  refusals: true,
  realm: true,
  resource: true,
  scheme: true,
  keepHeaders: true,
  cache: true,
  fetch: true,
  log: true,
  clock: true,
  engine: true,
};

const OF_A_PROXY: NamesOf<ProxyProof> = { addresses: true, certificate: true, header: true };

const OF_A_RESOURCE: NamesOf<ResourceOptions> = {
  url: true,
  name: true,
  documentation: true,
  scopes: true,
};

/**
 * Refuses options that a guard does not have. The compiler lets them pass, since `createGuard` takes the type of its
 * options from them.
 *
 * @throws {TypeError} naming the option, and the one that it may be meant for
 */
export function checkNames(options: GuardOptions): void {
  const { issuers, cache, scheme, resource, proxy } = options;
  if ('judge' in options) {
    throw new TypeError(
      'what introspection makes is an entry of issuers: write createGuard({ issuers: [introspection({ … })] })',
    );
  }
  if (issuers === undefined) refuseUnknown(options, { ...OF_A_GUARD, ...OF_AN_ISSUER });
  else checkIssuers(options, issuers);
  if (cache !== undefined) refuseUnknown(cache, { maxTokens: true, maxAge: true }, 'cache.');
  if (scheme !== undefined) refuseUnknown(scheme, { name: true, description: true }, 'scheme.');
  if (resource !== undefined) refuseUnknown(resource, OF_A_RESOURCE, 'resource.');
  if (proxy !== undefined) checkProxy(proxy);
}

function checkIssuers(options: GuardOptions, issuers: NonNullable<GuardOptions['issuers']>): void {
  requireArray(issuers, 'issuers', "[{ issuer: 'https://…', audience: '…' }]");
  // Beside the list they would do nothing, and `authorizedParties` look as if it did.
  const misplaced = Object.keys(options).find((name) => Object.hasOwn(OF_AN_ISSUER, name));
  if (misplaced !== undefined) {
    throw new TypeError(`${misplaced} is given beside issuers: write it into an entry of issuers`);
  }
  refuseUnknown(options, { ...OF_A_GUARD, issuers: true });
  for (const [index, entry] of issuers.entries()) {
    requireObject(entry, `issuers[${index}]`, "{ issuer: 'https://…', audience: '…' }");
    if ('judge' in entry) continue;
    const setting = Object.keys(entry).find((name) => Object.hasOwn(OF_A_GUARD, name));
    if (setting !== undefined) {
      throw new TypeError(`${setting} is given in issuers[${index}]: write it beside issuers`);
    }
    refuseUnknown(entry, OF_AN_ISSUER, `issuers[${index}].`);
  }
}

function checkProxy(proxy: ProxyProof): void {
  const { certificate, header } = proxy;
  refuseUnknown(proxy, OF_A_PROXY, 'proxy.');
  if (certificate !== undefined) {
    requireObject(certificate, 'proxy.certificate', "{ dnsNames: ['proxy.example.com'] }");
    refuseUnknown(certificate, { dnsNames: true, uris: true }, 'proxy.certificate.');
  }
  if (header === undefined) return;
  requireObject(header, 'proxy.header', "{ name: 'x-proxy-proof', values: ['…'] }");
  refuseUnknown(header, { name: true, values: true }, 'proxy.header.');
}
