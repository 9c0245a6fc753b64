import { type JsonObject, quote } from '@drawbridge/core';
import { type Finding, unclear, unmet } from '../../trust/finding.ts';
import type { VaultRole } from './vault-trust.ts';

/** A template that puts a claim in by its name, and does nothing else. */
const PLAIN = /\{\{-?\s*\.([A-Za-z_][A-Za-z0-9_]*)\s*-?\}\}/g;

/**
 * `token_policies_template_claims` of OpenBao: policies are templates of Go over the claims, and a login with a claim that is
 * missing fails. What does more than put claims in is not judged here.
 */
export function checkTemplates(claims: JsonObject, role: VaultRole): readonly Finding[] {
  return role.templates.flatMap((template) => {
    const at = `${role.title}, token_policies ${quote(template)}`;
    const names = [...template.matchAll(PLAIN)].map(([, name = '']) => name);
    if (template.replace(PLAIN, '').includes('{{')) {
      const fix = 'Ask OpenBao: log in with the token, or put claims in by {{ .name }} alone.';
      return [
        unclear(at, 'the template does more than put claims in', 'one that can be judged', fix),
      ];
    }
    return names
      .filter((name) => !Object.hasOwn(claims, name))
      .map((name) =>
        unmet(
          at,
          `the token has no ${quote(name)}`,
          'every claim that the template names',
          'Have the issuer set the claim, or leave it out of the policy.',
        ),
      );
  });
}
