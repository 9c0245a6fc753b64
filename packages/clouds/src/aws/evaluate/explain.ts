import { printable, quote } from '@drawbridge/core';
import type { Reason, Reasons } from '../../trust/verdict.ts';
import type { AwsRequirement } from '../doctor/requirements.ts';
import { compileKey, type KeyAsk } from './compile-key.ts';
import type { CompiledCondition } from './compile-condition.ts';
import { type CompiledStatement, TRUST_ACTIONS, type TrustAction } from './compile-statement.ts';
import { fixFor } from './fix-condition.ts';
import { fixPrincipal } from './fix-principal.ts';
import type { KeyState } from './key-state.ts';
import type { TrustCondition } from './policy-document.ts';
import { hasNoAudience, judgeAction, judgeEffect, judgeRoles, needs } from './judge.ts';
import { conditionName, listOf, seenOf, statementName, wantedBy } from './words.ts';

/** What doctor calls that an action is to be allowed, where no statement does so at all. */
const ALLOWED: Readonly<Record<TrustAction, AwsRequirement>> = {
  'sts:AssumeRoleWithWebIdentity': 'trust-action',
  'sts:TagSession': 'session-tags-allowed',
  'sts:SetSourceIdentity': 'source-identity-allowed',
};

/** A policy of thousands of statements has a reason for each. */
const MOST_REASONS = 50;

/** Why a token is refused: what stands in its way for sure, the statement that is nearest to letting it in first. */
export function explainRefusal(statements: readonly CompiledStatement[], ask: KeyAsk): Reasons {
  const reasons: Reason[] = [...tokenFaults(ask)];
  for (const action of TRUST_ACTIONS) {
    if (judgeAction(statements, action, ask) !== false) continue;
    const denies = statements.filter((one) => isOf(one, 'Deny', action) && one.judge(ask) === true);
    reasons.push(
      ...(denies.length > 0
        ? denies.map((one) => asked('trust-deny', denial(one, action, ask)))
        : missingAllow(statements, action, ask)),
    );
  }
  return told(reasons);
}

/** What would decide where nothing is known for sure. */
export function explainOpen(statements: readonly CompiledStatement[], ask: KeyAsk): Reasons {
  const reasons: Reason[] = [...tokenDoubts(ask)];
  for (const action of TRUST_ACTIONS) {
    if (judgeAction(statements, action, ask) !== undefined) continue;
    const isAllowed = judgeEffect(statements, 'Allow', action, ask) === true;
    for (const one of statements) {
      const isOpen = one.actions.has(action) && one.judge(ask) === undefined;
      if (isOpen && !(isAllowed && one.statement.effect === 'Allow'))
        reasons.push(...doubts(one, action, ask));
    }
    if (needs(action, ask.request) === undefined) {
      reasons.push({
        requirements: [ALLOWED[action]],
        at: 'The token',
        seen: `it is not known whether AWS wants ${action} for it: what it carries for AWS is empty or of another form`,
        wanted: `a statement that allows ${action}, or a token that carries nothing for AWS`,
        fix: `Leave the claim out, or let the policy allow ${action}.`,
      });
    }
  }
  return told(reasons);
}

function isOf(
  { statement, actions }: CompiledStatement,
  effect: string,
  action: TrustAction,
): boolean {
  return statement.effect === effect && actions.has(action);
}

function tokenFaults({ request }: KeyAsk): readonly Reason[] {
  const reasons: Reason[] = [];
  if (hasNoAudience(request)) {
    reasons.push({
      requirements: ['audience-one'] satisfies readonly AwsRequirement[],
      at: 'The token, aud',
      seen: 'it has several audiences, and no azp',
      wanted: 'one audience, or an azp, which AWS then takes for the audience',
      fix: 'Ask the issuer for a token of one audience.',
    });
  }
  for (const { requirement, seen, wanted } of request.session.breaches) {
    reasons.push({
      requirements: [requirement],
      at: 'The token, what it asks of the session',
      seen,
      wanted,
      fix: 'Have the issuer keep to what STS takes, or leave it out: STS refuses the token whatever the policy says.',
    });
  }
  if (judgeRoles(request) === false) {
    reasons.push({
      requirements: ['roles-claim'] satisfies readonly AwsRequirement[],
      at: 'The token, https://aws.amazon.com/roles',
      seen: `it is for ${listOf(request.session.roles ?? [], 'and')} alone`,
      wanted: `the role ${quote(request.context.roleArn)} among these`,
      fix: 'Ask for a role that the token is for, or let the issuer put this one into the claim.',
    });
  }
  return reasons;
}

function tokenDoubts({ request }: KeyAsk): readonly Reason[] {
  const { tagFault, identityFault, roleFault } = request.session;
  const faults: readonly (readonly [AwsRequirement, string | undefined])[] = [
    [tagFault?.requirement ?? 'session-tags-form', tagFault?.seen],
    ['source-identity-form', identityFault],
    ['roles-claim', roleFault],
  ];
  const reasons: Reason[] = faults.flatMap(([requirement, fault]) =>
    fault === undefined
      ? []
      : [
          {
            requirements: [requirement],
            at: 'The token',
            seen: fault,
            wanted: 'the form that AWS documents',
            fix: 'Write the claim as AWS documents it: STS refuses tokens for this, and not all cases are documented.',
          },
        ],
  );
  if (judgeRoles(request) === undefined) {
    reasons.push({
      requirements: ['roles-claim'] satisfies readonly AwsRequirement[],
      at: 'The token, https://aws.amazon.com/roles',
      seen: `it is for ${listOf(request.session.roles ?? [], 'and')} alone`,
      wanted: 'the role that is asked for among these',
      fix: 'Say which role is asked for, by its ARN.',
    });
  }
  return reasons;
}

function denial(
  { statement, conditions }: CompiledStatement,
  action: TrustAction,
  ask: KeyAsk,
): Reason {
  const [first] = conditions;
  const seen = conditions.map(({ condition, stateOf }) => seenOf(condition, stateOf(ask), ask));
  return {
    at: first === undefined ? statementName(statement) : conditionName(statement, first.condition),
    seen:
      seen.length === 0
        ? `it denies ${action} to everybody whom it is for, without a condition`
        : `it denies ${action}, and all its conditions hold: ${seen.join('; ')}`,
    wanted: 'no Deny that fits: one is enough, whatever else allows',
    fix: 'Change the token so that a condition of this statement does not hold, or change the statement.',
  };
}

/** Why none of the statements that allow an action lets the token in. */
function missingAllow(
  statements: readonly CompiledStatement[],
  action: TrustAction,
  ask: KeyAsk,
): readonly Reason[] {
  const allows = statements.filter((one) => isOf(one, 'Allow', action));
  if (allows.length === 0) return [asked(ALLOWED[action], noStatement(statements, action))];
  const ranked = allows.map((one) => {
    const isFor = one.isFor(ask.request);
    const failing = one.conditions.filter(({ judge }) => judge(ask) === false);
    // The conditions of a statement for another provider have that one's keys: who it is for comes first.
    const far = isFor === false ? 1000 + failing.length : failing.length;
    return { one, isFor, failing, far };
  });
  return ranked
    .toSorted((a, b) => a.far - b.far || a.one.statement.number - b.one.statement.number)
    .flatMap(({ one, isFor, failing }) =>
      isFor === false
        ? [asked(ofStatement('trust-principal', action), fixPrincipal(one.statement, ask.request))]
        : failing.map((condition) =>
            asked(ofStatement('trust-conditions', action), failure(one, condition, ask)),
          ),
    );
}

function asked(requirement: AwsRequirement, reason: Reason): Reason {
  return { ...reason, requirements: [requirement] };
}

/** What a statement does not meet: of an action beside the role itself, that it is allowed. */
function ofStatement(
  requirement: 'trust-principal' | 'trust-conditions',
  action: TrustAction,
): AwsRequirement {
  return action === 'sts:AssumeRoleWithWebIdentity' ? requirement : ALLOWED[action];
}

function failure(
  { statement }: CompiledStatement,
  { condition, stateOf }: CompiledCondition,
  ask: KeyAsk,
): Reason {
  const state = stateOf(ask);
  return {
    at: conditionName(statement, condition),
    seen: seenOf(condition, state, ask),
    wanted: wantedBy(condition),
    fix: fixFor(condition, state, ask),
  };
}

function noStatement(statements: readonly CompiledStatement[], action: TrustAction): Reason {
  const others = statements.filter(({ statement }) => statement.effect === 'Allow');
  const listed = others.flatMap(({ statement }) =>
    statement.isNotAction ? [] : statement.actions,
  );
  const seen =
    listed.length === 0
      ? `no statement allows ${action}`
      : `no statement allows ${action}: allowed are ${listOf([...new Set(listed)], 'and')}`;
  const fixes: Readonly<Record<TrustAction, string>> = {
    'sts:AssumeRoleWithWebIdentity': `Put ${action} into the Action of the statement for the provider: sts:AssumeRole is for users and roles of AWS.`,
    'sts:TagSession': `The token carries session tags: put ${action} into the Action beside sts:AssumeRoleWithWebIdentity, or leave the tags out of the token.`,
    'sts:SetSourceIdentity': `The token carries a source identity: put ${action} into the Action beside sts:AssumeRoleWithWebIdentity, or leave that out of the token.`,
  };
  return { at: 'The policy, Action', seen, wanted: action, fix: fixes[action] };
}

/** What is not known of a statement: who it is for, and each condition that neither holds nor fails. */
function doubts(one: CompiledStatement, action: TrustAction, ask: KeyAsk): readonly Reason[] {
  const { statement, conditions } = one;
  const who: readonly Reason[] =
    one.isFor(ask.request) === undefined
      ? [
          {
            requirements: [ofStatement('trust-principal', action)],
            at: `${statementName(statement)}, Principal`,
            seen: `it is for ${statement.principal.isEveryone ? '"*"' : '{"AWS": "*"}'}, and names no provider`,
            wanted: '{"Federated": the ARN of the provider}',
            fix: 'AWS does not document whether this is for tokens. Name the provider; a test role shows what AWS does.',
          },
        ]
      : [];
  return [
    ...who,
    ...conditions
      .filter(({ judge }) => judge(ask) === undefined)
      .map(({ condition, stateOf, lacksVariable }) => {
        const state = stateOf(ask);
        return {
          requirements: [ofStatement('trust-conditions', action)],
          at: conditionName(statement, condition),
          seen: seenOf(condition, state, ask),
          wanted: wantedBy(condition),
          fix:
            (state.possible.length === 0 ? undefined : openValue(condition, ask)) ??
            openFix(state, lacksVariable(ask)),
        };
      }),
  ];
}

/** What would decide what a value of the policy is. */
function openValue({ operator, values }: TrustCondition, ask: KeyAsk): string | undefined {
  for (const part of values.flatMap(({ parts }) => parts)) {
    if ('unclear' in part) return operator.kind.startsWith('date') ? UNCLEAR_TIME : UNCLEAR;
    const open = 'variable' in part ? compileKey(part.variable)(ask).open : undefined;
    if (open !== undefined && 'variable' in part)
      return `The variable ${quote(part.variable)} is not known here. ${open}`;
  }
  return undefined;
}

const UNCLEAR =
  'It is not known what IAM reads in a ${ that begins no variable, or in a long number without quotation marks: write the value as plain text in these.';

const UNCLEAR_TIME =
  'AWS does not document what IAM makes of a time in this form: write it with all its parts and a zone, such as 2026-01-31T12:00:00Z, or in seconds since 1970 with quotation marks.';

function openFix({ open, isMany }: KeyState, lacks: boolean): string {
  if (lacks) {
    return 'The request has no value for a variable of this condition, and AWS does not document what it makes of the others then: give the variable a default, or take it out.';
  }
  if (open !== undefined) return open;
  return isMany === true
    ? 'The key has several values, and AWS documents no comparison of these without ForAnyValue or ForAllValues: use one of them.'
    : 'AWS does not document how it compares these. A test role shows it.';
}

function told(reasons: readonly Reason[]): Reasons {
  const shown = reasons.slice(0, MOST_REASONS).map((reason) => ({
    ...reason,
    at: printable(reason.at),
    seen: printable(reason.seen),
    wanted: printable(reason.wanted),
    fix: printable(reason.fix),
  }));
  const [first = NOTHING, ...rest] = shown;
  return [first, ...rest];
}

const NOTHING: Reason<AwsRequirement> = {
  requirements: ['trust-action'],
  at: 'The policy',
  seen: 'no statement is for this token',
  wanted: 'a statement that allows sts:AssumeRoleWithWebIdentity to its provider',
  fix: 'Add one.',
};
