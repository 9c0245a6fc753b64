import { parseIpAddress, quote, rangeMatcher } from '@drawbridge/core';
import { toList } from '../to-list.ts';
import type { AccessTarget } from './access.ts';
import type { AccessMatch } from './access-rule.ts';
import { createHostList } from './hosts/host-list.ts';
import { spellHost } from './hosts/parse-host.ts';
import { inWords } from './in-words.ts';
import { compilePaths } from './path-list.ts';
import { type AccessCheck, standingOf } from './standing.ts';

/** What is known of a request. */
export interface TargetFacts {
  readonly host: string;
  readonly path: string;
  readonly method: string | undefined;
  /** As it was told. */
  readonly addressText: string | undefined;
  /** What was read in it. */
  readonly address: ReturnType<typeof parseIpAddress>;
}

/**
 * Reads what is known of a request. What asks has judged it before; who has not must not get by a rule that keeps out with what
 * that rule would not find.
 *
 * @returns a text, without its full stop, for a request that no rule can be asked about
 */
export function readTarget(target: AccessTarget): TargetFacts | string {
  const { path, method, address } = target;
  const host = spellHost(target.host);
  if (host === undefined) return `the host ${quote(target.host)} is none`;
  if (!/^\/[^\p{Cc}\\]*$/u.test(path) || /\/\.{1,2}(?:[/;]|$)/.test(path)) {
    return `the path ${quote(path)} is none, or leads elsewhere`;
  }
  if (method !== undefined && !METHOD.test(method)) return `the method ${quote(method)} is none`;
  return {
    host,
    path,
    method,
    addressText: address,
    address: address === undefined ? undefined : parseIpAddress(address),
  };
}

/** By what rules are told apart. */
type IndexedBy = 'host' | 'path';

/** What a rule looks at of requests. */
export interface TargetChecks {
  readonly checks: readonly AccessCheck<TargetFacts>[];
  /** The values that meet a check, where they can be counted. */
  readonly finite: ReadonlyMap<IndexedBy, readonly string[]>;
}

/** RFC 9110 section 9.1 has more characters; no method that is registered has them, but for the reserved `*`. */
export const METHOD = /^[A-Z]+(?:-[A-Z]+)*$/;

/** Compiles what a rule without a fault says of requests. */
export function compileTarget({ hosts, paths, methods, networks }: AccessMatch): TargetChecks {
  const checks: AccessCheck<TargetFacts>[] = [];
  const finite = new Map<IndexedBy, readonly string[]>();
  if (hosts !== undefined) {
    const list = toList(hosts);
    const isListed = createHostList(list);
    if (!list.some((host) => host.startsWith('*.'))) {
      finite.set(
        'host',
        list.map((host) => host.toLowerCase()),
      );
    }
    checks.push({
      what: `the host is ${inWords(list)}`,
      judge: ({ host }) => standingOf(isListed(host)),
      seen: ({ host }) => quote(host),
    });
  }
  if (paths !== undefined) {
    const compiled = compilePaths(toList(paths));
    if (compiled.finite !== undefined) finite.set('path', compiled.finite);
    checks.push({
      what: `the path is ${inWords(toList(paths))}`,
      judge: ({ path }) => compiled.judge(path),
      seen: ({ path }) => quote(path),
    });
  }
  if (methods !== undefined) {
    const set = new Set(toList(methods));
    checks.push({
      what: `the method is ${inWords(toList(methods))}`,
      judge: ({ method }) => (method === undefined ? NO_METHOD : standingOf(set.has(method))),
      seen: ({ method }) => (method === undefined ? undefined : quote(method)),
    });
  }
  if (networks !== undefined) {
    const isInside = rangeMatcher(toList(networks), 'network');
    checks.push({
      what: `the client is in ${inWords(toList(networks))}`,
      judge: ({ address }) => (address === undefined ? NO_ADDRESS : standingOf(isInside(address))),
      seen: ({ addressText }) => (addressText === undefined ? undefined : quote(addressText)),
    });
  }
  return { checks, finite };
}

const NO_METHOD = { unknown: 'the method of the request is not known' } as const;
const NO_ADDRESS = { unknown: 'the address of the client is not known' } as const;
