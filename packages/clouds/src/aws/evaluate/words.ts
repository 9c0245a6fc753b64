import { member, quote } from '@drawbridge/core';
import type { KeyAsk } from './compile-key.ts';
import type { KeyState } from './key-state.ts';
import type { TrustCondition, TrustStatement } from './policy-document.ts';

/** How many values are told. */
const MOST_TOLD = 5;

/** As an operator finds it: `Statement 2 ("ci")`. */
export function statementName({ number, sid }: TrustStatement): string {
  return sid === undefined || sid === ''
    ? `Statement ${number}`
    : `Statement ${number} (${quote(sid)})`;
}

/** `Statement 2 ("ci"), StringLike, oidc.example.com:sub`. */
export function conditionName(
  statement: TrustStatement,
  { operator, key }: TrustCondition,
): string {
  return [statementName(statement), operator.name, ...(key === '' ? [] : [cut(key)])].join(', ');
}

/** What a condition asks for, in words that follow "it wants". */
export function wantedBy({ operator, values }: TrustCondition): string {
  const texts = values.map(({ text }) => text);
  if (operator.kind === 'null') {
    return texts.includes('true')
      ? 'that the request has no such key'
      : 'that the request has the key';
  }
  const listed = listOf(texts, operator.isNegated ? 'nor' : 'or');
  const compared = COMPARED[operator.kind] ?? '';
  const of =
    operator.set === 'ForAllValues'
      ? 'all of its values to be '
      : operator.set === undefined
        ? ''
        : 'one of its values to be ';
  return `${of}${operator.isNegated ? 'anything but ' : ''}${compared}${listed}`;
}

const COMPARED: Readonly<Partial<Record<TrustCondition['operator']['kind'], string>>> = {
  stringIgnoreCase: 'in any case ',
  stringLike: 'like ',
  arn: 'an ARN like ',
  ip: 'an address in ',
  numericLess: 'less than ',
  numericLessOrEqual: 'at most ',
  numericGreater: 'more than ',
  numericGreaterOrEqual: 'at least ',
  dateLess: 'before ',
  dateLessOrEqual: 'not after ',
  dateGreater: 'after ',
  dateGreaterOrEqual: 'not before ',
};

/** `"a"`, `"a" or "b"`, and no more than a few. */
export function listOf(texts: readonly string[], word: 'or' | 'nor' | 'and'): string {
  const told = texts.slice(0, MOST_TOLD).map((text) => quote(text));
  if (texts.length > MOST_TOLD)
    return `${told.join(', ')} ${word} ${texts.length - MOST_TOLD} more`;
  const [last] = told.slice(-1);
  return told.length < 2 ? (last ?? 'nothing') : `${told.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** What the request has for the key of a condition, as a clause. */
export function seenOf({ key }: TrustCondition, state: KeyState, ask: KeyAsk): string {
  const claim = claimOf(key, ask);
  const what = claim === undefined ? cut(key) : `the ${cut(claim)}`;
  const [values, other] = state.possible;
  if (state.never !== undefined) return `no request has ${cut(key)}: ${state.never}`;
  if (state.possible.length === 0) return `${key === '' ? 'it' : what} is not known here`;
  if (values === undefined) {
    return claim === undefined
      ? `the request has no ${cut(key)}`
      : `the token has no ${cut(claim)}, or an empty one`;
  }
  const azp = claim === 'aud' && typeof member(ask.request.token.claims, 'azp') === 'string';
  const told = values.length === 1 ? quote(values[0]) : `the list ${listOf(values, 'and')}`;
  const doubt = other === undefined && state.possible.length > 1 ? ', or the request lacks it' : '';
  return azp ? `the azp is ${told}, which AWS takes for aud` : `${what} is ${told}${doubt}`;
}

/** The name of the claim that a key of this issuer is made of: `sub` of `oidc.example.com:sub`. */
export function claimOf(key: string, { prefix }: KeyAsk): string | undefined {
  return key.toLowerCase().startsWith(prefix) ? key.slice(prefix.length) : undefined;
}

/** A text of a policy in a sentence, without quotation marks where it needs none. */
export function cut(text: string): string {
  return /^[\x21-\x7e]{1,120}$/.test(text) ? text : quote(text);
}
