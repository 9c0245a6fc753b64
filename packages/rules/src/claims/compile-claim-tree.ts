import type { JsonObject } from '@drawbridge/core';
import type { ClaimTree } from '../rule.ts';
import { findClaim } from './find-claim.ts';
import { parseTemplate, type TemplatePart } from './parse-template.ts';

/** A claim of the minted token, made ready. */
export interface CompiledClaim {
  /** The upstream claims that it needs, by path; `asText` where it must fit into a text. */
  readonly needs: readonly NeededClaim[];
  /** Its value, for a token that has all it needs. */
  build(claims: JsonObject): unknown;
}

/** An upstream claim that a template stands on. */
export interface NeededClaim {
  readonly path: string;
  readonly asText: boolean;
}

/**
 * Compiles what a minted claim is made of.
 *
 * @throws {TypeError} for a template that cannot be parsed, and for null
 */
export function compileClaimTree(tree: ClaimTree): CompiledClaim {
  if (typeof tree === 'string') return compileTemplate(tree);
  if (Array.isArray(tree)) {
    const items = (tree as readonly ClaimTree[]).map(compileClaimTree);
    return {
      needs: items.flatMap(({ needs }) => needs),
      build: (claims) => items.map((item) => item.build(claims)),
    };
  }
  if (typeof tree === 'object' && tree !== null) {
    const members = Object.entries(tree).map(
      ([name, inner]) => [name, compileClaimTree(inner)] as const,
    );
    return {
      needs: members.flatMap(([, { needs }]) => needs),
      build: (claims) =>
        Object.fromEntries(members.map(([name, inner]) => [name, inner.build(claims)])),
    };
  }
  if (tree === null) {
    // In YAML, `{groups}` without quotes is a map of one name, with nothing in it.
    throw new TypeError('the template holds null; a text in braces needs quotes: "{name}"');
  }
  return { needs: [], build: () => tree };
}

/** Whether an upstream claim is what a template needs: there, and a text or number if in a text. */
export function meetsNeed({ path, asText }: NeededClaim, claims: JsonObject): boolean {
  const value = findClaim(claims, path);
  if (value === undefined || value === null) return false;
  return !asText || typeof value !== 'object';
}

function compileTemplate(template: string): CompiledClaim {
  const parts = parseTemplate(template);
  if ('fault' in parts) throw new TypeError(`the template ${parts.fault}`);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && 'claim' in only) {
    const path = only.claim;
    return { needs: [{ path, asText: false }], build: (claims) => findClaim(claims, path) };
  }
  return {
    needs: parts.flatMap((part) => ('claim' in part ? { path: part.claim, asText: true } : [])),
    build: (claims) => parts.map((part) => fill(part, claims)).join(''),
  };
}

function fill(part: TemplatePart, claims: JsonObject): string {
  return 'text' in part ? part.text : String(findClaim(claims, part.claim));
}
