import type { TokenView } from '@drawbridge/rules';
import type { Verdict } from '../../trust/verdict.ts';
import type { KeyAsk } from './compile-key.ts';
import { type CompiledStatement, compileStatement, TRUST_ACTIONS } from './compile-statement.ts';
import { explainOpen, explainRefusal } from './explain.ts';
import { judgeAction, judgeToken } from './judge.ts';
import type { TrustPolicyDocument } from './policy-document.ts';
import { claimKeysOf, type ProviderKey } from './provider-keys.ts';
import { toRequest, type TrustContext, type TrustRequest } from './request.ts';
import { allOf, type Tri } from './tri.ts';
import { statementName } from './words.ts';

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
  const statements = policy.statements.map(compileStatement);
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
  const judge = (ask: KeyAsk): Tri => {
    const token = judgeToken(ask.request);
    if (token === false) return false;
    const actions = allOf(TRUST_ACTIONS, (action) => judgeAction(statements, action, ask));
    return actions === false ? false : token === undefined ? undefined : actions;
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
      if (answer === false) return { verdict: 'refused', reasons: explainRefusal(statements, ask) };
      if (answer === undefined) {
        return { verdict: 'undecided', reasons: explainOpen(statements, ask) };
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
        },
      ];
    }),
  );
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
