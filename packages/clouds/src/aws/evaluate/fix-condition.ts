import { member, quote } from '@drawbridge/core';
import { isSameButForCase } from './compare.ts';
import { claimOf, cut, listOf } from './words.ts';
import type { KeyAsk } from './compile-key.ts';
import type { KeyState } from './key-state.ts';
import { compilePattern, toPattern } from './like.ts';
import type { TrustCondition } from './policy-document.ts';
import { parseValue } from './value-parts.ts';

/** What to do about a condition that does not hold; a sentence. The slips that people make most are known. */
export function fixFor(condition: TrustCondition, state: KeyState, ask: KeyAsk): string {
  const { operator, key } = condition;
  if (state.never !== undefined) return neverFix(condition, ask);
  const [values] = state.possible;
  if (operator.kind === 'null') {
    return values === undefined
      ? 'Put the claim into the token, or ask for its absence (Null "true").'
      : 'Use a token without it, or take the condition out.';
  }
  const claim = claimOf(key, ask);
  if (values === undefined) return absentFix(condition, claim);
  if (operator.isNegated)
    return 'Use a token with another value, or take this one out of the condition.';
  const slip = values.map((value) => slipOf(condition, value)).find((found) => found !== undefined);
  if (slip !== undefined) return slip;
  if (
    operator.kind === 'string' ||
    operator.kind === 'stringLike' ||
    operator.kind === 'stringIgnoreCase'
  ) {
    return formFix(claim, values[0] ?? '', condition, ask);
  }
  return 'Call STS so that this holds, or change the condition.';
}

/** A key that no request has. */
function neverFix({ key }: TrustCondition, ask: KeyAsk): string {
  const { host } = ask.request;
  if (/^https?:\/\//i.test(key)) {
    return `Keys begin with the issuer without its scheme: ${cut(key.replace(/^https?:\/\//i, ''))}.`;
  }
  const claim = claimOf(key, ask);
  if (claim !== undefined) {
    const keys = listOf(
      Array.from(ask.claimKeys.values(), (one) => one.key),
      'and',
    );
    const tag = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(claim) ? claim : 'KEY';
    return `Of a token of this issuer AWS tests ${keys}, and no other claim. Put the value into the sub, or let the issuer send it as a session tag: the claim {"https://aws.amazon.com/tags":{"principal_tags":{${JSON.stringify(tag)}:["VALUE"]}}}, the condition aws:RequestTag/${tag} in the place of this one, and sts:TagSession in the Action.`;
  }
  const colon = key.lastIndexOf(':');
  const prefix = key.slice(0, Math.max(0, colon)).toLowerCase();
  const isVendor = !prefix.includes('.') && prefix !== '';
  if (isVendor) return 'Take the condition out, or ask for its absence by Null or IfExists.';
  if (prefix === '')
    return `A key begins with the issuer without its scheme: ${cut(`${host}:${key}`)}.`;
  if (`${prefix}/` === host.toLowerCase() || prefix === `${host.toLowerCase()}/`) {
    return `The slash at the end belongs to the issuer: the key is ${cut(`${host}${key.slice(colon)}`)}.`;
  }
  return `The keys of this issuer begin with it, letter by letter but for the case: ${cut(`${host}${key.slice(colon)}`)}.`;
}

function absentFix({ values }: TrustCondition, claim: string | undefined): string {
  if (claim === 'aud') return 'Let the issuer put an aud into the token.';
  if (claim !== undefined) return `Let the issuer put ${cut(claim)} into the token.`;
  const [first] = values;

  return first === undefined
    ? 'Take the condition out.'
    : 'Let the token carry it, or take the condition out.';
}

/** What makes a value of the policy another one by a slip. */
function slipOf({ operator, values }: TrustCondition, value: string): string | undefined {
  for (const { text } of values) {
    if (operator.kind === 'string' && /[*?]/.test(text)) {
      const parts = parseValue(text, { wildcards: true, variables: false });
      if (compilePattern(toPattern(parts) ?? [])(value) === true) {
        return `StringEquals takes * and ? for these characters themselves: use StringLike for the pattern ${quote(text)}.`;
      }
    }
    if (!operator.kind.startsWith('string')) continue;
    if (value !== text && isSameButForCase(value, text) === true) {
      return `They differ in the case of letters alone: write ${quote(value)} into the condition.`;
    }
    if (value === `${text}/` || text === `${value}/`) {
      return `They differ in the slash at the end alone: write ${quote(value)} into the condition.`;
    }
    if (value.trim() === text.trim()) {
      return `They differ in white space alone: write ${quote(value)} into the condition.`;
    }
    if (value.replace(/^https?:\/\//, '') === text.replace(/^https?:\/\//, '')) {
      return `They differ in https:// alone: write ${quote(value)} into the condition.`;
    }
  }
  return undefined;
}

/** Whether the value is of another form than those that are let in: another word before the first colon. */
function formFix(
  claim: string | undefined,
  value: string,
  { values }: TrustCondition,
  ask: KeyAsk,
): string {
  const name = claim ?? 'key';
  const formOf = (text: string) => text.split(':').slice(0, 1).join('');
  const forms = new Set(values.map(({ text }) => formOf(text)));
  if (claim === 'aud') {
    return typeof member(ask.request.token.claims, 'azp') === 'string'
      ? `Put ${quote(value)} into the condition, for AWS takes azp for aud, or test the aud by the key ${cut(`${ask.request.host}:oaud`)}.`
      : `Ask the issuer for a token whose aud is one of these, or put ${quote(value)} into the condition.`;
  }
  if (
    claim === 'sub' &&
    value.includes(':') &&
    !forms.has(formOf(value)) &&
    ![...forms].some((form) => /[*?$]/.test(form))
  ) {
    return `The sub of these tokens is of another form: it begins with ${quote(`${formOf(value)}:`)}. Write the condition in that form.`;
  }
  return `Use a token whose ${cut(name)} fits, or put ${quote(value)} into the condition if it is to be let in.`;
}
