import type { Call, Reply, Service } from '@drawbridge/core';
import type { Rule } from '@drawbridge/rules';
import type { Testimony, Witness } from '../witness.ts';
import { compareClaims, showRefused } from './compare-claims.ts';
import type { Decision, Decisions } from './decisions.ts';
import { findToken } from './find-token.ts';
import { ruleLines } from './rule-lines.ts';
import { teeBody } from './tee-body.ts';

/** What it takes to tell of exchanges. */
export interface WatchExchangeOptions {
  readonly witness: Witness;
  readonly decisions: Decisions;
  readonly rules: readonly Rule[];
}

/**
 * An exchange whose decisions are told, whoever asks. What was decided and by which rule says its audit, why not says its
 * log, and the claims are those of the very tokens that the audit names by their hashes.
 */
export function watchExchange(
  exchange: Service,
  { witness, decisions, rules }: WatchExchangeOptions,
): Service {
  return {
    async handle(call) {
      const teed = teeBody(call);
      const [reply, told] = await witness.watch(() => exchange.handle(teed.call));
      const sent = `${fieldsOf(call)}\n${teed.text()}`;
      const decision = decisionOf(told, sent, reply, rules);
      if (decision !== undefined) decisions.add(decision);
      return reply;
    },
    close: () => exchange.close(),
  };
}

function fieldsOf(call: Call): string {
  return call.headers.map(([, value]) => value).join('\n');
}

/** @returns `undefined` where nothing was decided about a token */
function decisionOf(
  { records, entries }: Testimony,
  sent: string,
  { body }: Reply,
  rules: readonly Rule[],
): Decision | undefined {
  const [record] = records;
  if (record === undefined) return undefined;
  const { decision, code, tokenIn, tokenOut, audiences = [], subject } = record;
  const before = findToken(sent, tokenIn);
  const after = findToken(typeof body === 'string' ? body : '', tokenOut);
  const who = subject ?? 'A token';
  const rule = rules.find(({ name }) => name === record.rule);
  const ruled = rule && { name: rule.name, text: ruleLines(rule) };
  if (decision === 'granted' && before !== undefined && after !== undefined) {
    const [came, went] = compareClaims({
      before: ['The private token says', before],
      after: ['The public token says', after],
      asked: askedBy(rule === undefined ? [] : [rule]),
    });
    return {
      part: 'exchange',
      outcome: 'allowed',
      verdict: 'Let across',
      title: `${who} got a token for ${audiences.join(', ')}, signed by the public issuer.`,
      rule: ruled,
      before: came,
      after: went,
    };
  }
  const detail = entries.findLast(({ fields }) => fields['detail'] !== undefined)?.fields['detail'];
  return {
    part: 'exchange',
    outcome: decision === 'granted' ? 'allowed' : 'refused',
    verdict: decision === 'granted' ? 'Let across' : 'Refused',
    title: decision === 'granted' ? `${who} got a token.` : `${who} did not get across.`,
    rule: ruled,
    code,
    ...adviceOf(detail),
    before: before && showRefused('The private token says', before, askedBy(rules)),
  };
}

/** Names of the claims that rules look at. */
function askedBy(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(['iss', ...rules.flatMap(({ match }) => Object.keys(match.claims ?? {}))]);
}

/** What the log says of a refusal: why, and perhaps the narrowest rule that would have let it across. */
function adviceOf(detail: unknown): Pick<Decision, 'why' | 'advice'> {
  if (typeof detail !== 'string') return {};
  const [why, rule] = detail.split('; the narrowest rule that would: ');
  if (rule === undefined) return { why };
  const title = 'The narrowest rule that would';
  return { why, advice: { title, text: prettyRule(rule) } };
}

function prettyRule(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
