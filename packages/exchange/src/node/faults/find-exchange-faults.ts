import type { ConfigFault } from '@drawbridge/core';
import { findRuleFaults } from '@drawbridge/rules';
import type { ClientSection } from '../section/client-schema.ts';
import type { UpstreamSection } from '../section/upstream-schema.ts';
import { keysFaults } from './keys-faults.ts';
import type { Sparse, SparseSection } from './sparse-section.ts';

/**
 * Everything that is wrong with a section and that no schema sees: what must fit together. Of a
 * section that is not valid everywhere, what is valid is judged. Files are not read.
 */
export async function findExchangeFaults(section: SparseSection): Promise<readonly ConfigFault[]> {
  const { issuer, upstreams, clients = [], rules } = section;
  const issuers = upstreams.map((upstream) => upstream?.issuer);
  const own: ConfigFault[] =
    issuer !== undefined && issuers.includes(issuer)
      ? [
          {
            path: 'exchange.issuer',
            message: 'is one of the upstreams, so tokens would go in circles',
          },
        ]
      : [];
  if (section.forwardedHeader !== undefined && section.trustedProxies === undefined) {
    own.push({
      path: 'exchange.forwardedHeader',
      message: 'is read from trusted proxies alone: give exchange.trustedProxies',
    });
  }
  return [
    ...own,
    ...twice(issuers).map((index) => ({
      path: `exchange.upstreams[${index}].issuer`,
      message: 'is listed twice',
    })),
    ...upstreams.flatMap((upstream, index) =>
      upstream === undefined ? [] : upstreamFaults(upstream, `exchange.upstreams[${index}]`),
    ),
    ...twice(clients.map((client) => client?.id)).map((index) => ({
      path: `exchange.clients[${index}].id`,
      message: 'is listed twice',
    })),
    ...clients.flatMap((client, index) =>
      client === undefined ? [] : clientFaults(client, `exchange.clients[${index}]`, section),
    ),
    ...referenceFaults(section),
    ...keysFaults(section),
    ...(rules.length === 0 ? [] : await findRuleFaults(rules, 'exchange.rules')),
  ];
}

/** The positions of all but the first of equal names. */
function twice(names: Sparse<string>): readonly number[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    if (name === undefined) return [];
    if (seen.has(name)) return [index];
    seen.add(name);
    return [];
  });
}

const KEY_PLACES = ['discoveryUrl', 'jwksUri', 'jwksFile', 'jwks'] as const;

function upstreamFaults(upstream: UpstreamSection, path: string): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (upstream.audiences === undefined && upstream.anyAudience !== true) {
    faults.push({ path: `${path}.audiences`, message: 'is missing' });
  }
  if (upstream.audiences !== undefined && upstream.anyAudience === true) {
    faults.push({ path: `${path}.anyAudience`, message: 'is set beside audiences' });
  }
  const places = KEY_PLACES.filter((place) => upstream[place] !== undefined);
  if (places.length > 1) {
    faults.push({
      path,
      message: `says in ${places.length} ways where its keys are: ${places.join(', ')}`,
    });
  }
  return faults;
}

function clientFaults(
  { secret, certificate }: ClientSection,
  path: string,
  { tls }: SparseSection,
): readonly ConfigFault[] {
  if (secret === undefined && certificate === undefined) {
    return [{ path, message: 'has neither a secret nor a certificate to prove who it is' }];
  }
  if (certificate === undefined || tls === 'unknown') return [];
  const at = `${path}.certificate`;
  const { sha256, dns, uri } = certificate;
  if (sha256 === undefined && dns === undefined && uri === undefined) {
    return [{ path: at, message: 'says nothing: give sha256, dns or uri' }];
  }
  if (tls === undefined) {
    return [{ path: at, message: 'is never presented without exchange.tls' }];
  }
  if ((dns !== undefined || uri !== undefined) && tls.clientCaFile === undefined) {
    return [
      { path: at, message: 'names what an authority certifies: give exchange.tls.clientCaFile' },
    ];
  }
  return [];
}

/** What rules refer to must be there; whether it is cannot be told while some of it is not valid. */
function referenceFaults({
  upstreams,
  clients = [],
  rules,
}: SparseSection): readonly ConfigFault[] {
  const issuers = allOf(upstreams.map((upstream) => upstream?.issuer));
  const ids = allOf(clients.map((client) => client?.id));
  return rules.flatMap((rule, index) => {
    if (rule === undefined) return [];
    const path = `exchange.rules[${index}].match`;
    const { issuer, client = [] } = rule.match;
    const faults: ConfigFault[] = [];
    if (issuers?.has(issuer) === false) {
      faults.push({
        path: `${path}.issuer`,
        message: 'is not one of the upstreams, so the rule can never match',
      });
    }
    for (const id of [client].flat()) {
      if (ids?.has(id) !== false) continue;
      faults.push({
        path: `${path}.client`,
        message: `names "${id}", which is not one of the clients`,
      });
    }
    return faults;
  });
}

function allOf(names: Sparse<string>): ReadonlySet<string> | undefined {
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? new Set(known) : undefined;
}
