import type { TrustPlan } from './trust-plan.ts';

/** Text, or what stands for it in a template: a reference. */
type Principal<Reference> = string | Reference;

/** A trust policy of IAM. */
export interface TrustPolicy<Reference = never> {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Principal: { readonly Federated: Principal<Reference> };
    readonly Action: string | readonly string[];
    readonly Condition: Readonly<
      Record<string, Readonly<Record<string, string | readonly string[]>>>
    >;
  }[];
}

/**
 * The trust policy of a plan (IAM user guide, "Creating a role for OpenID Connect federation", and "Available keys for
 * AWS OIDC federation").
 *
 * Exact subjects and patterns are statements of their own: operators in one condition are joined by AND.
 *
 * @param provider - the ARN of the provider, or what stands for it
 */
export function trustPolicy<Reference>(
  plan: TrustPlan,
  provider: Principal<Reference>,
): TrustPolicy<Reference> {
  const { url, audiences, subjects, subjectPatterns, actions } = plan;
  const aud = { [`${url.host}:aud`]: oneOrList(audiences) };
  const sub = (values: readonly string[]) => ({ [`${url.host}:sub`]: oneOrList(values) });
  const allow = (Condition: TrustPolicy['Statement'][number]['Condition']) => ({
    Effect: 'Allow' as const,
    Principal: { Federated: provider },
    Action: oneOrList(actions, (action) => action),
    Condition,
  });
  return {
    Version: '2012-10-17',
    Statement: [
      ...(subjects.length === 0 ? [] : [allow({ StringEquals: { ...aud, ...sub(subjects) } })]),
      ...(subjectPatterns.length === 0
        ? []
        : [allow({ StringEquals: aud, StringLike: sub(subjectPatterns) })]),
    ],
  };
}

function oneOrList(
  values: readonly string[],
  write: (value: string) => string = literally,
): string | readonly string[] {
  const written = values.map(write);
  const [first = ''] = written;
  return written.length === 1 ? first : written;
}

/** IAM user guide, "IAM policy elements: Variables and tags": `${$}` is a dollar sign, and `${` begins a variable. */
function literally(value: string): string {
  return value.replaceAll('${', '${$}{');
}
