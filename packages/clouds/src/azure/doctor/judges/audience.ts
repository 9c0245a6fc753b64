import { member, quote } from '@drawbridge/core';
import { audiencesOf, ofToken } from '../../../doctor/checks/about-token.ts';
import { failed, passed, unread } from '../../../doctor/outcome.ts';
import { EXCHANGE_AUDIENCES, LIMITS } from '../../evaluate/limits.ts';

/** Of all clouds, and of two that nobody else knows ("Configure an application to trust a managed identity"). */
const AUDIENCES: readonly string[] = [
  ...Object.values(EXCHANGE_AUDIENCES),
  'api://AzureADTokenExchangeUSNat',
  'api://AzureADTokenExchangeUSSec',
];

const FIX =
  'Ask the issuer for a token whose aud is api://AzureADTokenExchange, or have the credential name this audience, letter by letter.';

/** The aud is the one that Entra names. */
export const isExchange = ofToken((token) => {
  const found = audiencesOf(token)?.find((each) => AUDIENCES.includes(each));
  return found === undefined
    ? failed(`aud is ${quote(member(token.claims, 'aud'))}`, FIX)
    : passed(quote(found));
});

/** There is one alone, for a credential has one alone. */
export const isOne = ofToken((token) => {
  const audiences = audiencesOf(token);
  if (audiences === undefined) return unread('aud is neither a text nor a list of texts', FIX);
  return audiences.length === 1
    ? passed('one')
    : failed(
        `aud is ${quote(member(token.claims, 'aud'))}`,
        'Have the issuer put one audience into aud: how several are matched is not documented.',
      );
});

export const isShort = ofToken((token) => {
  const longest = Math.max(0, ...(audiencesOf(token) ?? []).map(({ length }) => length));
  return longest <= LIMITS.text
    ? passed(`${longest} ${longest === 1 ? 'character' : 'characters'}`)
    : failed(`an audience has ${longest} characters`, FIX);
});
