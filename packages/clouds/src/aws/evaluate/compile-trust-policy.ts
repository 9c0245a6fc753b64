import type { TokenView } from '@drawbridge/rules';
import type { Reason, Verdict } from '../../trust/verdict.ts';
import type { AwsRequirement } from '../doctor/requirements.ts';
import type { KeyAsk } from './compile-key.ts';
import { type CompiledStatement, compileStatement, TRUST_ACTIONS } from './compile-statement.ts';
import { explainOpen, explainRefusal } from './explain.ts';
import { judgeAction, judgeToken } from './judge.ts';
import type { FederatedPrincipal, TrustPolicyDocument } from './policy-document.ts';
import { claimKeysOf, type ProviderKey } from './provider-keys.ts';
import { accountOf, toRequest, type TrustContext, type TrustRequest } from './request.ts';
import { agreed, allOf, type Tri } from './tri.ts';
import { listOf, statementName } from './words.ts';

/** A trust policy that is asked many times. */
export interface CompiledTrustPolicy {
  readonly policy: TrustPolicyDocument;
  /** What IAM makes of a token, and why. */
  readonly evaluate: (token: TokenView, context?: TrustContext) => Verdict;
  /** The same without words, for whoever asks a million times. */
  readonly decide: (token: TokenView, context?: TrustContext) => Verdict['verdict'];
}

const NOTHING: TrustContext = {};

/**
 * Makes what judges tokens by a trust policy as IAM does for AssumeRoleWithWebIdentity (IAM user guide, "Policy evaluation
 * logic": one Deny that fits refuses; without one, an Allow must fit). A token that carries session tags or a source identity needs
 * `sts:TagSession` and `sts:SetSourceIdentity`, too. It says "undecided" where what decides is not known here or not
 * documented, and only where the answer depends on that. It is about the trust policy alone: not about whether the
 * token is genuine and in time, and not about policies of the organization.
 */
export function compileTrustPolicy(policy: TrustPolicyDocument): CompiledTrustPolicy {
  return judgeStatements(policy, policy.statements.map(compileStatement));
}

/** The same for statements of a policy that are compiled already: all of them, or some. */
export function judgeStatements(
  policy: TrustPolicyDocument,
  statements: readonly CompiledStatement[],
): CompiledTrustPolicy {
  const keys = hostKeysOf(statements);

  const askOf = (request: TrustRequest): KeyAsk => {
    const found = keys.get(request.host);
    return {
      request,
      providers: found?.providers ?? [],
      prefix: found?.prefix ?? `${request.host.toLowerCase()}:`,
      claimKeys: found?.claimKeys ?? claimKeysOf(request.host),
    };
  };
  const judgeOne = (ask: KeyAsk): Tri => {
    const token = judgeToken(ask.request);
    if (token === false) return false;
    const actions = allOf(TRUST_ACTIONS, (action) => judgeAction(statements, action, ask));
    return actions === false ? false : token === undefined ? undefined : actions;
  };
  /** The role is in one of the accounts in which the policy has the provider of the token: in which, only its ARN tells. */
  const accountsOf = (ask: KeyAsk): readonly string[] =>
    accountOf(ask.request) === undefined ? (keys.get(ask.request.host)?.accounts ?? []) : [];
  const judge = (ask: KeyAsk): Tri => {
    const accounts = accountsOf(ask);
    if (accounts.length < 2) return judgeOne(ask);
    const { token, context } = ask.request;
    return agreed(
      accounts.map((providerAccount) =>
        judgeOne(askOf(toRequest(token, { ...context, providerAccount }))),
      ),
    );
  };

  return {
    policy,
    decide: (token, context = NOTHING) => {
      const answer = judge(askOf(toRequest(token, context)));
      return answer === undefined ? 'undecided' : answer ? 'allowed' : 'refused';
    },
    evaluate: (token, context = NOTHING) => {
      const ask = askOf(toRequest(token, context));
      const answer = judge(ask);
      if (answer !== true) {
        // Where it comes out otherwise in the account of none in particular, the accounts are why.
        const isForAccounts = judgeOne(ask) !== answer;
        const explain = answer === false ? explainRefusal : explainOpen;
        return {
          verdict: answer === false ? 'refused' : 'undecided',
          reasons: isForAccounts ? [accountReason(accountsOf(ask))] : explain(statements, ask),
        };
      }
      const becomes = sessionArn(context);
      return {
        verdict: 'allowed',
        by: allowingStatements(statements, ask),
        ...(becomes !== undefined && { becomes }),
      };
    },
  };
}

/**
 * What IAM makes of a token by a trust policy. See {@link compileTrustPolicy}, which is for many tokens.
 *
 * @param context - what is known of the call beside the token
 */
export function evaluateTrustPolicy(
  policy: TrustPolicyDocument,
  token: TokenView,
  context: TrustContext = NOTHING,
): Verdict {
  return compileTrustPolicy(policy).evaluate(token, context);
}

interface HostKeys {
  readonly prefix: string;
  readonly claimKeys: ReadonlyMap<string, ProviderKey>;
  readonly providers: readonly string[];
  readonly accounts: readonly string[];
}

/** By the hosts of the providers that the policy names: a token of another issuer is rarely asked about. */
function hostKeysOf(statements: readonly CompiledStatement[]): ReadonlyMap<string, HostKeys> {
  const named = statements.flatMap(({ statement }) => statement.principal.federated);
  const hosts = new Set(named.flatMap((provider) => ('host' in provider ? [provider.host] : [])));
  return new Map(
    Array.from(hosts, (host) => {
      const providers = named.filter((provider) => 'host' in provider && provider.host === host);
      return [
        host,
        {
          prefix: `${host.toLowerCase()}:`,
          claimKeys: claimKeysOf(host),
          providers: [...new Set(providers.map(({ name }) => name))],
          accounts: [...new Set(providers.flatMap(accountIn))],
        },
      ];
    }),
  );
}

function accountIn(provider: FederatedPrincipal): readonly string[] {
  return provider.kind === 'oidc' && provider.account !== '' ? [provider.account] : [];
}

function accountReason(accounts: readonly string[]): Reason {
  return {
    requirements: ['trust-principal'] satisfies readonly AwsRequirement[],
    at: 'The policy, Principal',
    seen: `it has the provider in the accounts ${listOf(accounts, 'and')}, and in which of these the role is, is not known`,
    wanted: 'the ARN of the role: of these providers it trusts the one in its own account alone',
    fix: 'Give what "aws iam get-role" prints in the place of the policy alone: the ARN is in it.',
  };
}

function allowingStatements(statements: readonly CompiledStatement[], ask: KeyAsk): string {
  const names = TRUST_ACTIONS.flatMap((action) => {
    const found = statements.find(
      ({ statement, actions, judge }) =>
        statement.effect === 'Allow' && actions.has(action) && judge(ask) === true,
    );
    return found === undefined ? [] : [statementName(found.statement)];
  });
  return [...new Set(names)].join(', ');
}

/** STS API reference, AssumedRoleUser. */
function sessionArn({ roleArn, sessionName }: TrustContext): string | undefined {
  const [, partition, account, name] =
    /^arn:([\w-]+):iam::(\d*):role\/(?:.*\/)?([^/]+)$/s.exec(roleArn ?? '') ?? [];
  return name === undefined || sessionName === undefined
    ? undefined
    : `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`;
}
