import { ISSUER_RULES } from './rules/about-issuer.ts';
import { KEY_RULES } from './rules/about-keys.ts';
import { SESSION_RULES } from './rules/about-session.ts';
import { TOKEN_RULES } from './rules/about-token.ts';
import type { AwsRule } from './rules/aws-rule.ts';

/** Every rule of AWS that can be looked at, or asked about. */
export const AWS_RULES: readonly AwsRule[] = [
  ...ISSUER_RULES,
  ...KEY_RULES,
  ...TOKEN_RULES,
  ...SESSION_RULES,
];
