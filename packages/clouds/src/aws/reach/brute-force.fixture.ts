import { checkClaims, DrawbridgeError, ANY_AUDIENCE } from '@drawbridge/core';
import { type Ask, compileRules, findRuleFaults } from '@drawbridge/rules';
import { compileTrustPolicy } from '../evaluate/compile-trust-policy.ts';
import type { TrustStatement } from '../evaluate/policy-document.ts';
import { statementName } from '../evaluate/words.ts';
import {
  AUDIENCES,
  CLAIM_VALUES,
  CLIENTS,
  NOW,
  PUBLIC,
  SUBS,
  UPSTREAM,
} from './arbitrary-reach.fixture.ts';
import type { ReachOptions } from './find-reach.ts';

/** Names a way, to be compared with those of reach. */
export function pathKey(rule: string, role: string | undefined, statement: string): string {
  return JSON.stringify([rule, role, statement]);
}

/** Whether the rules of a set-up have faults: such are no set-up. */
export async function hasFaults({ rules }: ReachOptions): Promise<boolean> {
  return (await findRuleFaults(rules, 'rules')).length > 0;
}

export interface ForcedWays {
  /** Those that some token goes. */
  readonly sure: ReadonlySet<string>;
  /** Those that some token goes, or may go: nobody may say that none does. */
  readonly possible: ReadonlySet<string>;
}

/** Every way that some token goes, of all tokens there are: it knows rules and policies as black boxes. */
export async function bruteForce(options: ReachOptions): Promise<ForcedWays> {
  const rules = await compileRules(options.rules);
  const minted = new Map<
    string,
    { readonly rule: string; readonly claims: Record<string, unknown> }
  >();
  const accepted = options.upstreams[0]?.audiences;
  const asks = allAsks(options);
  for (const claims of allTokens(options)) {
    if (!isAccepted(claims, accepted)) continue;
    for (const ask of asks) {
      const outcome = rules.preview({ issuer: UPSTREAM, claims }, ask);
      if (!('allowed' in outcome)) continue;
      const { audiences, claims: made, rule } = outcome.allowed;
      const all = { iss: PUBLIC, aud: audiences.length === 1 ? audiences[0] : audiences, ...made };
      minted.set(JSON.stringify([rule, all]), { rule, claims: all });
    }
  }
  const sure = new Set<string>();
  const possible = new Set<string>();
  for (const { arn, policy } of options.roles) {
    const whole = compileTrustPolicy(policy);
    const alone = policy.statements
      .filter(({ effect }) => effect === 'Allow')
      .map((statement) => ({
        statement,
        judge: compileTrustPolicy(onlyStatement(statement, policy.version)),
      }));
    for (const { rule, claims } of minted.values()) {
      for (const sessionName of ['ab', 'xx', undefined]) {
        const context = { roleArn: arn, now: NOW, sessionName };
        const token = { issuer: PUBLIC, claims };
        const all = whole.decide(token, context);
        if (all === 'refused') continue;
        for (const { statement, judge } of alone) {
          const isItsAction = ['sts:assumerolewithwebidentity', 'sts:*'];
          if (!statement.actions.some((action) => isItsAction.includes(action.toLowerCase())))
            continue;
          const own = judge.decide(token, context);
          if (own === 'refused') continue;
          const way = pathKey(rule, arn, statementName(statement));
          // Without a name the judge leaves open what no name comes to.
          if (sessionName !== undefined) possible.add(way);
          if (all === 'allowed' && own === 'allowed') sure.add(way);
        }
      }
    }
  }
  return { sure, possible };
}

/** A policy of one statement, for all that a token may need. */
function onlyStatement(statement: TrustStatement, version: '2008-10-17' | '2012-10-17') {
  return { version, statements: [{ ...statement, actions: ['sts:*'], isNotAction: false }] };
}

/** What callers ask for; what no rule tells apart is asked for once. */
function allAsks({ rules }: ReachOptions): readonly Ask[] {
  const clients = rules.some(({ match }) => match.client !== undefined) ? CLIENTS : [];
  return [undefined, ...clients].flatMap((client) =>
    [[], ...AUDIENCES.map((audience) => [audience])].map((audiences) => ({ audiences, client })),
  );
}

function isAccepted(
  claims: Record<string, unknown>,
  accepted: readonly string[] | undefined,
): boolean {
  try {
    const audiences = accepted === undefined ? ANY_AUDIENCE : new Set(accepted);
    checkClaims(
      claims,
      { audiences, requiredClaims: ['sub', 'iat'], leeway: 0, maxTokenAge: undefined },
      NOW,
    );
    return true;
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) return false;
    throw thrown;
  }
}

function* allTokens({ rules }: ReachOptions): Generator<Record<string, unknown>> {
  const text = JSON.stringify(rules);
  const isUsed = (name: string) => text.includes(`"${name}"`) || text.includes(`{${name}}`);
  const passes = rules.some(({ grant }) => grant.passUpstreamAudience === true);
  const lists: Record<string, readonly unknown[]> = {
    ...CLAIM_VALUES,
    jti: text.includes('"once"') ? [undefined, 'j'] : [undefined],
    aud: passes ? ['bridge', 'x', 'y', ['bridge', 'x'], ['bridge', 'y']] : ['bridge', 'x'],
    sub: SUBS,
  };
  for (const name of Object.keys(CLAIM_VALUES)) if (!isUsed(name)) lists[name] = [undefined];
  const usual = { iss: UPSTREAM, iat: NOW, exp: NOW + 600 };
  yield* combine(Object.entries(lists), usual);
}

function* combine(
  [first, ...rest]: readonly (readonly [string, readonly unknown[]])[],
  claims: Record<string, unknown>,
): Generator<Record<string, unknown>> {
  if (first === undefined) {
    yield claims;
    return;
  }
  const [name, values] = first;
  for (const value of values) {
    if (value === undefined) yield* combine(rest, claims);
    else if (name === 'o.m') yield* combine(rest, { ...claims, o: { m: value } });
    else yield* combine(rest, { ...claims, [name]: value });
  }
}
