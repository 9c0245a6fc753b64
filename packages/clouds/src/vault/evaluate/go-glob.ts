import { compileWildcards, type WildcardPart } from '../../trust/wildcard.ts';

/**
 * Compiles a pattern of `bound_claims` that matches a text as a whole: `*` is any run of characters, none and slashes included, and
 * nothing else is special (ryanuber/go-glob 1.0.0, which the JWT auth method uses).
 */
export function compileGoGlob(pattern: string): (text: string) => boolean {
  const parts = pattern.split(/(\*)/);
  return compileWildcards(parts.map((part): WildcardPart => (part === '*' ? { wild: '*' } : part)));
}
