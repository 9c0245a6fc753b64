import { RESERVED_CLAIMS } from '@drawbridge/core';
import { claimFault } from '../claims/claim-fault.ts';
import { compileClaimTree } from '../claims/compile-claim-tree.ts';
import { copiedClaims } from '../copied-claims.ts';
import { DEFAULT_LIFETIME, MAX_LIFETIME } from '../limits.ts';
import type { ClaimTree, RuleGrant } from '../rule.ts';
import { toList } from '../to-list.ts';

/** A fault below `grant`: the path from there, and the rest of a sentence. */
export type GrantFault = readonly [path: string, message: string];

/** Everything that is wrong with what a rule hands out. */
export function grantFaults(grant: RuleGrant): readonly GrantFault[] {
  return [
    ...audienceFaults(grant),
    ...claimNameFaults('copy', grant.copy ?? []),
    ...claimNameFaults('claims', Object.keys(grant.claims ?? {})),
    ...treeFaults(grant),
    ...limitFaults(grant),
    ...lifetimeFaults(grant),
  ];
}

function audienceFaults({ audience, passUpstreamAudience }: RuleGrant): readonly GrantFault[] {
  if (passUpstreamAudience === true) {
    return audience === undefined
      ? []
      : [['passUpstreamAudience', 'is set beside an audience; only one of them can decide']];
  }
  if (audience === undefined) return [['audience', 'is missing']];
  const list = toList(audience);
  if (list.length === 0) return [['audience', 'is an empty list']];
  if (list.includes('')) return [['audience', 'is empty']];
  const seen = new Set<string>();
  const twice = list.find((name) => isSecond(name, seen));
  return twice === undefined ? [] : [['audience', `names "${twice}" twice`]];
}

/** Whether a name was seen before; it is from now on. */
function isSecond(name: string, seen: Set<string>): boolean {
  return seen.size === seen.add(name).size;
}

function claimNameFaults(path: string, names: readonly string[]): readonly GrantFault[] {
  const seen = new Set<string>();
  return names.flatMap((name): readonly GrantFault[] => {
    if (name === '') return [[path, 'has a claim without a name']];
    if (isSecond(name, seen)) return [[path, `has "${name}" twice`]];
    if (name === 'azp') {
      return [
        [
          path,
          'has "azp", which AWS reads in place of aud: the upstream would choose the audience',
        ],
      ];
    }
    const reserved = RESERVED_CLAIMS.some((claim) => claim === name);
    return reserved ? [[path, `has "${name}", which is set by minting alone`]] : [];
  });
}

function treeFaults({ copy = [], claims = {}, maxBytes = {} }: RuleGrant): readonly GrantFault[] {
  const copied = new Set(copy);
  return Object.entries(claims).flatMap(([name, tree]) => {
    const faults: GrantFault[] = [];
    if (copied.has(name)) faults.push([`claims.${name}`, 'is copied too; leave it out of copy']);
    const limit = Object.hasOwn(maxBytes, name) ? maxBytes[name] : undefined;
    const fault = templateFault(tree, limit);
    if (fault !== undefined) faults.push([`claims.${name}`, fault]);
    return faults;
  });
}

function templateFault(tree: ClaimTree, maxBytes: number | undefined): string | undefined {
  try {
    const { needs, build } = compileClaimTree(tree);
    // A constant that cannot be handed out would turn every token away.
    return needs.length === 0 ? claimFault(build({}), maxBytes) : claimFault(tree, undefined);
  } catch (thrown) {
    return (thrown as Error).message.replace(/^the template /, '');
  }
}

function limitFaults(grant: RuleGrant): readonly GrantFault[] {
  const { claims = {}, maxBytes = {} } = grant;
  const copied = new Set(copiedClaims(grant));
  return Object.entries(maxBytes).flatMap(([name, limit]): GrantFault[] => {
    if (!copied.has(name) && !Object.hasOwn(claims, name)) {
      return [[`maxBytes.${name}`, 'limits a claim that the rule does not hand out']];
    }
    if (Number.isSafeInteger(limit) && limit >= 1) return [];
    return [[`maxBytes.${name}`, 'is not a whole number of bytes, 1 or more']];
  });
}

function lifetimeFaults({ lifetime = DEFAULT_LIFETIME }: RuleGrant): readonly GrantFault[] {
  if (Number.isSafeInteger(lifetime) && lifetime >= 1 && lifetime <= MAX_LIFETIME) return [];
  return [['lifetime', `is not a whole number of seconds from 1 to ${MAX_LIFETIME}`]];
}
