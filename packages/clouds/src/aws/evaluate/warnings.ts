import { printable, quote } from '@drawbridge/core';
import { compileCondition } from './compile-condition.ts';
import { compileKey, type KeyAsk } from './compile-key.ts';
import { compileStatement } from './compile-statement.ts';
import type {
  FederatedPrincipal,
  TrustCondition,
  TrustPolicyDocument,
  TrustStatement,
} from './policy-document.ts';
import { BUILT_IN_PROVIDERS, claimKeysOf } from './provider-keys.ts';
import { toRequest } from './request.ts';
import { SHARED_PROVIDERS } from './shared-providers.ts';
import { conditionName, cut, statementName } from './words.ts';

/** What lets in more, or fewer, than it seems to. */
export interface TrustWarning {
  /** The statement and the condition, as reasons have it. */
  readonly at: string;
  /** What is so, and what to do; sentences. */
  readonly text: string;
}

/**
 * Warns of statements that let in more than who wrote them may mean: without a condition on the subject or the audience, with one
 * that holds where the claim is missing, or with a pattern for everybody; and of conditions that no token fulfils.
 */
export function trustPolicyWarnings(policy: TrustPolicyDocument): readonly TrustWarning[] {
  return policy.statements
    .filter(isForTokens)
    .flatMap((statement) => [
      // Of one that lets nobody in, what fails is told alone.
      ...(letsNobodyIn(statement) ? [] : openings(statement)),
      ...slips(statement, policy),
    ])
    .map(({ at, text }) => ({ at: printable(at), text: printable(text) }));
}

/** Whether one of its conditions fails for every token of each of its providers. */
function letsNobodyIn(statement: TrustStatement): boolean {
  const asks = providersOf(statement).map(({ host }) => emptyAsk(host));
  return (
    asks.length > 0 &&
    statement.conditions.some((condition) => {
      const { judge, stateOf } = compileCondition(condition);
      return asks.every((ask) => stateOf(ask).never !== undefined && judge(ask) === false);
    })
  );
}

function isForTokens(statement: TrustStatement): boolean {
  return (
    statement.effect === 'Allow' &&
    compileStatement(statement).actions.has('sts:AssumeRoleWithWebIdentity')
  );
}

type Provider = Exclude<FederatedPrincipal, { readonly kind: 'other' }>;

/** One for each issuer: that it is named in several accounts makes no other warnings. */
function providersOf({ principal }: TrustStatement): readonly Provider[] {
  const providers = principal.federated.filter(
    (provider): provider is Provider =>
      provider.kind !== 'other' && BUILT_IN_PROVIDERS.get(provider.host)?.hasTokens !== false,
  );
  return [...new Map(providers.map((provider) => [provider.host, provider])).values()];
}

/** Who is let in beside those who were meant. */
function openings(statement: TrustStatement): readonly TrustWarning[] {
  const { principal } = statement;
  const at = statementName(statement);
  const isOpen = principal.isEveryone || principal.aws.includes('*');
  return [
    ...(isOpen
      ? [
          {
            at: `${at}, Principal`,
            text: 'It names no provider, and is for everybody. Put the ARN of the provider into {"Federated": …}.',
          },
        ]
      : []),
    ...providersOf(statement).flatMap((provider) => providerOpenings(statement, provider)),
  ];
}

function providerOpenings(statement: TrustStatement, { host }: Provider): readonly TrustWarning[] {
  const at = statementName(statement);
  const warnings: TrustWarning[] = [];
  const isAsked = (key: string) =>
    statement.conditions.some(
      (condition) => isSame(condition.key, key) && restricts(condition, statement),
    );
  const shared = SHARED_PROVIDERS.get(host);
  const isCognito = host === 'cognito-identity.amazonaws.com';
  if (!isAsked(`${host}:sub`) && !isCognito) {
    warnings.push({
      at,
      text: `No condition asks for a subject (${cut(`${host}:sub`)}): ${whoever(host, statement)} can assume the role. Name the subjects by StringEquals, or their pattern by StringLike.`,
    });
  }
  if (!isAsked(`${host}:aud`) && !isAsked(`${host}:oaud`)) {
    warnings.push({
      at,
      text: `No condition asks for an audience (${cut(`${host}:aud`)}): tokens for every client ID of the provider are let in. Name the audience by StringEquals.`,
    });
  }
  if (shared !== undefined && !isAsked(shared)) {
    warnings.push({
      at,
      text: `The issuer ${cut(host)} is the same for all its customers, and IAM does not save a policy that does not ask for ${cut(shared)}, though it keeps older ones.`,
    });
  }
  return warnings;
}

/** Who is left where the subject is not asked for: keys of the provider may still narrow it. */
function whoever(host: string, statement: TrustStatement): string {
  const claims = statement.conditions.flatMap((condition) => {
    const prefix = `${host}:`.toLowerCase();
    const name = condition.key.toLowerCase();
    const isOther = name.startsWith(prefix) && !/:(?:aud|oaud|sub)$/.test(name);
    return isOther && restricts(condition, statement) ? [condition.key.slice(prefix.length)] : [];
  });
  return claims.length === 0
    ? 'everybody who has a token of the issuer for the audience'
    : `everybody whose token fits in ${claims.map(cut).join(', ')}`;
}

/** Whether a condition lets in some values alone, and none where the key is missing. */
function restricts(condition: TrustCondition, statement: TrustStatement): boolean {
  const { operator, values } = condition;
  if (operator.isNegated || !operator.kind.startsWith('string')) return false;
  if (holdsWithoutKey(condition) && !isRequired(condition.key, statement)) return false;
  return values.length > 0 && !values.some((value) => isForAll(operator.kind, value.text));
}

function holdsWithoutKey({ operator }: TrustCondition): boolean {
  return operator.isIfExists || operator.set === 'ForAllValues';
}

/** Whether another condition wants the key to be there: `Null` "false". */
function isRequired(key: string, { conditions }: TrustStatement): boolean {
  return conditions.some(
    ({ operator, key: other, values }) =>
      isSame(other, key) &&
      operator.kind === 'null' &&
      operator.set === undefined &&
      values.length > 0 &&
      values.every(({ text }) => text === 'false'),
  );
}

function isForAll(kind: TrustCondition['operator']['kind'], text: string): boolean {
  return kind === 'stringLike' && /^[*?]+$/.test(text) && text.includes('*');
}

/** Conditions that hold, or fail, for other tokens than they seem to. */
function slips(
  statement: TrustStatement,
  { version }: TrustPolicyDocument,
): readonly TrustWarning[] {
  const asks = providersOf(statement).map(({ host }) => emptyAsk(host));
  return statement.conditions.flatMap((condition) => {
    const texts = [
      missingKey(condition, statement),
      patternSlip(condition),
      literalSlip(condition, version),
      neverSlip(condition, asks),
    ];
    return texts
      .filter((text) => text !== undefined)
      .map((text) => ({ at: conditionName(statement, condition), text }));
  });
}

function missingKey(condition: TrustCondition, statement: TrustStatement): string | undefined {
  const { operator, key } = condition;
  if (operator.kind === 'null' || !holdsWithoutKey(condition) || isRequired(key, statement))
    return undefined;
  return operator.set === 'ForAllValues'
    ? `It holds for a token without ${cut(key)}, and so asks for nothing of that. Use ForAnyValue for a claim of several values and no set operator for others, or add "Null": {${quote(key)}: "false"}.`
    : `It holds for a token without ${cut(key)}. Take IfExists away, or add "Null": {${quote(key)}: "false"}.`;
}

function patternSlip({ operator, key, values }: TrustCondition): string | undefined {
  if (operator.kind !== 'stringLike' || operator.isNegated) return undefined;
  const all = values.find(({ text }) => isForAll(operator.kind, text));
  if (all !== undefined) return `The pattern ${quote(all.text)} is for every value of ${cut(key)}.`;
  const begins = values.find(({ text }) => /^[*?]/.test(text));
  return begins === undefined || !/:sub$/i.test(key)
    ? undefined
    : `The pattern ${quote(begins.text)} begins with a wildcard: subjects of others may end like that. Begin it with what only yours have.`;
}

function literalSlip(
  { operator, values }: TrustCondition,
  version: TrustPolicyDocument['version'],
): string | undefined {
  if (operator.kind === 'string' || operator.kind === 'stringIgnoreCase') {
    const starred = values.find(({ text }) => /[*?]/.test(text) && !text.includes('${'));
    if (starred !== undefined) {
      return `${operator.name} takes * and ? in ${quote(starred.text)} for these characters themselves: StringLike has patterns.`;
    }
  }
  const variable = values.find(({ text }) => text.includes('${'));
  return variable !== undefined && version === '2008-10-17'
    ? `${quote(variable.text)} is taken as it stands: variables need "Version": "2012-10-17".`
    : undefined;
}

/** A key that no token of these issuers has: the condition always fails, or always holds. */
function neverSlip(condition: TrustCondition, asks: readonly KeyAsk[]): string | undefined {
  const states = asks.map((ask) => compileKey(condition.key)(ask));
  if (states.length === 0 || !states.every((state) => state.never !== undefined)) return undefined;
  const { operator, key } = condition;
  if (operator.kind === 'null') return undefined;
  const [first] = states;
  const holds = holdsWithoutKey(condition) || operator.isNegated;
  return `No request has ${cut(key)}: ${first?.never}. So the condition ${holds ? 'always holds' : 'lets nobody in'}.`;
}

function emptyAsk(host: string): KeyAsk {
  return {
    request: toRequest({ issuer: `https://${host}`, claims: {} }, {}),
    providers: [],
    prefix: `${host.toLowerCase()}:`,
    claimKeys: claimKeysOf(host),
  };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
