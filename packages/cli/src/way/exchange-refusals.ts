import type { ErrorCode } from '@drawbridge/core';

/** The links that an exchange goes by itself, in its order. */
export const INSIDE = ['request', 'upstream', 'rule', 'mint'] as const;

/** Of an exchange that is busy or ill it cannot be told how far it went. */
const WHOLE = 'exchange';

/** Which link of an exchange does not hold, and what to do. */
interface Refusal {
  readonly at: (typeof INSIDE)[number] | typeof WHOLE;
  readonly fix: string;
}

const NEW_TOKEN = 'Get a new token from the upstream issuer, and use it at once.';
const ITS_LOG =
  'Whoever runs the exchange sees in its log what was missing, under the code that is told here.';
const RULES =
  'The log of the exchange has the narrowest rule that would allow it. Whoever has its configuration sees why each rule says no: "drawbridge rules explain @TOKEN --config FILE".';
const UPSTREAM_DOWN =
  'Whoever runs the exchange looks at its log and at /readyz: does it reach the upstream issuer, by its proxy, and trust its certificate (caFile)?';
const LATER = 'Try again in a moment; if it lasts, look at the log of the exchange and at /readyz.';

/** What each answer of an exchange means for the way of a token (docs/http.md, "What is checked"). */
export const REFUSALS: Readonly<Partial<Record<ErrorCode, Refusal>>> = {
  token_too_large: {
    at: 'request',
    fix: 'Have the upstream issuer leave claims out that nobody reads.',
  },
  token_malformed: {
    at: 'request',
    fix: 'Is it the whole token, and nothing else? Copy it again.',
  },
  token_encrypted: {
    at: 'request',
    fix: 'Have the upstream issuer sign the token, and not encrypt it.',
  },
  token_type_not_allowed: {
    at: 'upstream',
    fix: 'Give the ID token of the job, not its access token.',
  },
  issuer_unknown: {
    at: 'upstream',
    fix: 'Whoever runs the exchange adds this iss to exchange.upstreams, letter by letter.',
  },
  algorithm_not_allowed: {
    at: 'upstream',
    fix: 'Whoever runs the exchange names the algorithm in the upstream\'s "algorithms", if it is to be accepted.',
  },
  header_not_supported: {
    at: 'upstream',
    fix: 'Have the upstream issuer leave crit and b64 out of the header.',
  },
  key_unknown: {
    at: 'upstream',
    fix: 'The upstream issuer signed with a key that it has not published, or the exchange has a pinned set without it (jwksFile).',
  },
  signature_invalid: {
    at: 'upstream',
    fix: 'Is the token whole? Else the upstream issuer publishes another key under this kid than the one that it signs with.',
  },
  claim_missing: { at: 'upstream', fix: ITS_LOG },
  claim_invalid: { at: 'upstream', fix: ITS_LOG },
  token_expired: { at: 'upstream', fix: NEW_TOKEN },
  token_too_old: { at: 'upstream', fix: NEW_TOKEN },
  token_not_yet_valid: {
    at: 'upstream',
    fix: 'Set the clocks of the upstream issuer and of the exchange by NTP: one is ahead of the other.',
  },
  audience_mismatch: {
    at: 'upstream',
    fix: 'Ask the job system for a token whose aud is what the exchange accepts: its own address, unless its configuration says otherwise.',
  },
  upstream_unreachable: { at: 'upstream', fix: UPSTREAM_DOWN },
  upstream_timeout: { at: 'upstream', fix: UPSTREAM_DOWN },
  upstream_invalid: { at: 'upstream', fix: UPSTREAM_DOWN },
  rule_denied: { at: 'rule', fix: RULES },
  target_denied: {
    at: 'rule',
    fix: `A rule is about this token, and does not grant what --audience asks for. ${RULES}`,
  },
  client_unknown: {
    at: 'rule',
    fix: 'The rule serves only clients that prove who they are: ask with "drawbridge token exchange --client-id".',
  },
  claim_unfit: { at: 'rule', fix: ITS_LOG },
  token_used: {
    at: 'rule',
    fix: 'The rule takes each token once (grant.once), and this one was used. Give a new one.',
  },
  renewal_invalid: { at: 'rule', fix: 'Give a new token.' },
  algorithm_unavailable: {
    at: 'mint',
    fix: 'Whoever runs the exchange makes a key for it: "drawbridge keys generate".',
  },
  rate_limited: { at: WHOLE, fix: 'Wait for as long as it says, then try again.' },
  overloaded: { at: WHOLE, fix: LATER },
  store_unavailable: { at: WHOLE, fix: LATER },
  audit_unavailable: { at: WHOLE, fix: LATER },
  key_ring_unusable: { at: 'mint', fix: LATER },
  internal: { at: WHOLE, fix: 'It is a bug of the exchange: its log has more. Please report it.' },
};
