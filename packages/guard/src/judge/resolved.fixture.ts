import { createDefaultEngine } from '@drawbridge/core';
import { createLogRecorder, type TestIssuer } from '@drawbridge/testing';
import type { IssuerOptions } from '../options/guard-options.ts';
import type { IssuerParts } from './issuer-parts.ts';
import { resolveIssuer } from './resolve-issuer.ts';
import type { ResolvedIssuer } from './resolved-issuer.ts';

/** How many tokens a judge of tests remembers. */
export const CACHE = { maxTokens: 100, maxAge: 300 } as const;

/** What issuers of tests share; the documents are those of one test issuer. */
export function partsOf(issuer: TestIssuer): IssuerParts {
  return {
    fetch: issuer.fetch,
    engine: createDefaultEngine(),
    clock: issuer.clock,
    log: createLogRecorder(),
  };
}

/** A test issuer, as a guard with these options sees it. */
export function resolved(
  issuer: TestIssuer,
  changes: Partial<IssuerOptions> = {},
  parts: IssuerParts = partsOf(issuer),
): ResolvedIssuer {
  return resolveIssuer({ issuer: issuer.issuer, audience: issuer.audience, ...changes }, parts);
}
