import { compileClaimTree, type NeededClaim } from '../claims/compile-claim-tree.ts';
import { parseTemplate, type TemplatePart } from '../claims/parse-template.ts';
import { copiedClaims } from '../copied-claims.ts';
import { type ConditionValues, conditionValues } from '../language/condition-language.ts';
import { regexCompilerFor } from '../regex-compiler-for.ts';
import type { ClaimTree, Rule, Scalar } from '../rule.ts';
import { toList } from '../to-list.ts';

/** What a rule says, for who reasons about all tokens instead of judging one. */
export interface RuleOutline {
  readonly rule: Rule;
  /** By the path of the claim. All must hold. */
  readonly conditions: ReadonlyMap<string, ConditionValues>;
  /** The claims without which its templates cannot be filled; a path may be there more than once. */
  readonly needs: readonly NeededClaim[];
  /** The clients that may call; `undefined`: anybody. */
  readonly clients: readonly string[] | undefined;
  /** What it may be for, the default first; `undefined`: whatever the upstream token is for. */
  readonly audiences: readonly string[] | undefined;
  /** The members that are copied where the token has them, by their names: a dot in one leads nowhere. */
  readonly copied: readonly string[];
  /** What the further claims are made of. */
  readonly made: ReadonlyMap<string, ClaimOutline>;
}

/** What a claim is made of, as a template says. */
export type ClaimOutline =
  | { readonly constant: Scalar }
  /** The upstream claim of that path, with its type. */
  | { readonly claim: string }
  /** One text of several parts, a claim at least among them. */
  | { readonly parts: readonly TemplatePart[] }
  | { readonly items: readonly ClaimOutline[] }
  | { readonly members: ReadonlyMap<string, ClaimOutline> };

/** Outlines rules that have no fault. */
export async function outlineRules(rules: readonly Rule[]): Promise<readonly RuleOutline[]> {
  const regex = await regexCompilerFor(rules);
  return rules.map((rule) => {
    const { match, grant } = rule;
    const trees = Object.entries(grant.claims ?? {});
    return {
      rule,
      conditions: new Map(
        Object.entries(match.claims ?? {}).map(([path, condition]) => [
          path,
          conditionValues(condition, regex),
        ]),
      ),
      needs: trees.flatMap(([, tree]) => compileClaimTree(tree).needs),
      clients: match.client === undefined ? undefined : toList(match.client),
      audiences: grant.audience === undefined ? undefined : toList(grant.audience),
      copied: copiedClaims(grant),
      made: new Map(trees.map(([name, tree]) => [name, outlineClaim(tree)])),
    };
  });
}

function outlineClaim(tree: ClaimTree): ClaimOutline {
  if (typeof tree === 'string') return outlineTemplate(tree);
  if (Array.isArray(tree)) {
    return { items: (tree as readonly ClaimTree[]).map(outlineClaim) };
  }
  if (typeof tree === 'object' && tree !== null) {
    const members = Object.entries(tree).map(
      ([name, inner]) => [name, outlineClaim(inner)] as const,
    );
    return { members: new Map(members) };
  }
  if (tree === null) throw new TypeError('a rule with null in a template has a fault');
  return { constant: tree };
}

function outlineTemplate(template: string): ClaimOutline {
  const parts = parseTemplate(template);
  if ('fault' in parts) throw new TypeError(`the template ${parts.fault}`);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    return 'claim' in only ? { claim: only.claim } : { constant: only.text };
  }
  return { parts };
}
