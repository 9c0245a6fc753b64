import { quote } from '@drawbridge/core';
import { compileExpression } from './compile-expression.ts';
import type { ExpressionRule, RequiredClaim } from './configuration.ts';
import type { FileFaults } from '../../trust/file-faults.ts';
import type { Members } from './members.ts';

export const CLAIM_RULE_NAMES = ['claim', 'requiredValue', 'expression', 'message'] as const;
export const USER_RULE_NAMES = ['expression', 'message'] as const;

/** The rules for claims: each is a claim with its value, or an expression over all claims. */
export async function readClaimRules(
  rules: readonly Members[],
  faults: FileFaults,
): Promise<readonly (RequiredClaim | ExpressionRule)[]> {
  const read: (RequiredClaim | ExpressionRule)[] = [];
  const claims = new Set<string>();
  const expressions = new Set<string>();
  for (const rule of rules) {
    const { path } = rule;
    const claim = rule.text('claim') ?? '';
    const value = rule.text('requiredValue') ?? '';
    const expression = rule.text('expression') ?? '';
    const message = rule.text('message') ?? '';
    if (claim !== '' && expression !== '') {
      faults.add(path, 'has a claim and an expression: it can have one of them');
    } else if (claim !== '') {
      if (message !== '') faults.add(rule.at('message'), 'is for expressions, not for a claim');
      if (claims.has(claim)) faults.add(rule.at('claim'), `${quote(claim)} is there twice`);
      claims.add(claim);
      read.push({ path, claim, value });
    } else if (expression === '') {
      faults.add(path, 'has neither a claim nor an expression');
    } else {
      if (value !== '') faults.add(rule.at('requiredValue'), 'is for a claim, not for expressions');
      read.push(...(await readExpression(rule, expressions, 'claims', faults)));
    }
  }
  return read;
}

/** The rules for the user that was made of the claims. */
export async function readUserRules(
  rules: readonly Members[],
  faults: FileFaults,
): Promise<readonly ExpressionRule[]> {
  const read: ExpressionRule[] = [];
  const expressions = new Set<string>();
  for (const rule of rules) {
    if ((rule.text('expression') ?? '') === '') faults.add(rule.at('expression'), 'is missing');
    else read.push(...(await readExpression(rule, expressions, 'user', faults)));
  }
  return read;
}

async function readExpression(
  rule: Members,
  seen: Set<string>,
  variable: 'claims' | 'user',
  faults: FileFaults,
): Promise<readonly ExpressionRule[]> {
  const text = rule.text('expression') ?? '';
  const path = rule.at('expression');
  if (seen.has(text)) {
    faults.add(path, `${quote(text)} is there twice`);
    return [];
  }
  seen.add(text);
  const expression = await compileExpression(text, { path, variable, isRule: true }, faults);
  if (expression === undefined) return [];
  const message = rule.text('message') ?? '';
  return [{ ...expression, path: rule.path, ...(message !== '' && { message }) }];
}
