import type { ConfigFault } from '@drawbridge/core';
import { headerNameFault } from '@drawbridge/node';
import { findRuleFaults } from '@drawbridge/rules';
import type { ClientSection } from './section/client-schema.ts';
import type { ExchangeSection } from './section/exchange-section.ts';
import type { UpstreamSection } from './section/upstream-schema.ts';

/**
 * Everything that is wrong with a valid section and that no schema sees: what must fit together.
 * Files are not read.
 */
export async function findExchangeFaults(
  section: ExchangeSection,
): Promise<readonly ConfigFault[]> {
  const { issuer, upstreams, clients = [] } = section;
  const issuers = upstreams.map((upstream) => upstream.issuer);
  const own: ConfigFault[] = issuers.includes(issuer)
    ? [
        {
          path: 'exchange.issuer',
          message: 'is one of the upstreams, so tokens would go in circles',
        },
      ]
    : [];
  return [
    ...own,
    ...twice(issuers).map((index) => ({
      path: `exchange.upstreams[${index}].issuer`,
      message: 'is listed twice',
    })),
    ...upstreams.flatMap((upstream, index) =>
      upstreamFaults(upstream, `exchange.upstreams[${index}]`),
    ),
    ...twice(clients.map(({ id }) => id)).map((index) => ({
      path: `exchange.clients[${index}].id`,
      message: 'is listed twice',
    })),
    ...clients.flatMap((client, index) =>
      clientFaults(client, `exchange.clients[${index}]`, section),
    ),
    ...referenceFaults(section),
    ...(await findRuleFaults(section.rules, 'exchange.rules')),
  ];
}

/** The positions of all but the first of equal names. */
function twice(names: readonly string[]): readonly number[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
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
  faults.push(...headerFaults(Object.keys(upstream.headers ?? {}), `${path}.headers`));
  return faults;
}

function headerFaults(names: readonly string[], path: string): readonly ConfigFault[] {
  const again = new Set(twice(names.map((name) => name.toLowerCase())));
  return names.flatMap((name, index) => {
    const message = again.has(index)
      ? 'is there twice: names of header fields have no case'
      : headerNameFault(name);
    return message === undefined ? [] : [{ path: `${path}.${name}`, message }];
  });
}

function clientFaults(
  { secret, certificate }: ClientSection,
  path: string,
  { tls }: ExchangeSection,
): readonly ConfigFault[] {
  if (secret === undefined && certificate === undefined) {
    return [{ path, message: 'has neither a secret nor a certificate to prove who it is' }];
  }
  if (certificate === undefined) return [];
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

/** What rules refer to must be there. */
function referenceFaults({
  upstreams,
  clients = [],
  rules,
}: ExchangeSection): readonly ConfigFault[] {
  const issuers = new Set(upstreams.map(({ issuer }) => issuer));
  const ids = new Set(clients.map(({ id }) => id));
  return rules.flatMap(({ match }, index) => {
    const path = `exchange.rules[${index}].match`;
    const faults: ConfigFault[] = [];
    if (!issuers.has(match.issuer)) {
      faults.push({
        path: `${path}.issuer`,
        message: 'is not one of the upstreams, so the rule can never match',
      });
    }
    for (const id of match.client === undefined ? [] : [match.client].flat()) {
      if (ids.has(id)) continue;
      faults.push({
        path: `${path}.client`,
        message: `names "${id}", which is not one of the clients`,
      });
    }
    return faults;
  });
}
