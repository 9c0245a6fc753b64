import {
  type Call,
  decodeToken,
  type HeaderField,
  headerValues,
  type LogFields,
  type Reply,
  type Service,
} from '@drawbridge/core';
import type { HomeClaim, HomeFacts } from '@drawbridge/pages';
import type { AccessRule } from '@drawbridge/rules';
import type { Witness } from '../../witness.ts';
import { showClaims } from '../compare-claims.ts';
import type { Decision, Decisions } from '../decisions.ts';
import { describeAccess } from './sample-access.ts';

/** What it takes to tell of the decisions of a gateway. */
export interface WatchGatewayOptions {
  readonly witness: Witness;
  readonly decisions: Decisions;
  readonly rules: readonly AccessRule[];
  /** In lower case. */
  readonly identityFields: ReadonlySet<string>;
}

/** How the log of a gateway begins a line about a question. */
const DECIDED = /^request /;

/**
 * Asks a gateway whether a request may go on, and tells what it decided: the rule and the person as its log has them, and
 * the fields for the app as they stand in its answer.
 */
export function watchGateway(
  gateway: Pick<Service, 'handle'>,
  options: WatchGatewayOptions,
): (question: Call) => Promise<Reply> {
  const { witness, decisions } = options;
  return async (question) => {
    const [reply, { entries }] = await witness.watch(() => gateway.handle(question));
    const told = entries.find(({ event }) => DECIDED.test(event));
    if (told !== undefined) decisions.add(decisionOf(told.fields, question, reply, options));
    return reply;
  };
}

function decisionOf(
  fields: LogFields,
  question: Call,
  { status, headers }: Reply,
  { rules, identityFields }: WatchGatewayOptions,
): Decision {
  const { rule: name, code, detail, subject } = fields;
  const address = `${String(fields['host'])}${String(fields['path'])}`;
  const rule = rules.find((one) => one.name === name);
  const who = subject === undefined ? 'Somebody who is not signed in' : String(subject);
  const common = {
    part: 'gateway',
    code: code === undefined ? undefined : String(code),
    why: detail === undefined ? undefined : String(detail),
    rule: rule && { name: rule.name, text: describeAccess(rule) },
    before: asked(question, address),
  } as const;
  if (status === 200) {
    return {
      ...common,
      outcome: 'allowed',
      verdict: 'Let in',
      title: `${who} may open ${address}.`,
      after: identityOf(headers.filter(([field]) => identityFields.has(field.toLowerCase()))),
    };
  }
  const location = headers.find(([field]) => field === 'location')?.[1];
  if (location !== undefined) {
    return {
      ...common,
      outcome: 'waits',
      verdict: 'Sent to sign in',
      title: `${who} asked for ${address}, and was sent to sign in first.`,
    };
  }
  return {
    ...common,
    outcome: 'refused',
    verdict: 'Refused',
    title: `${who} may not open ${address}: HTTP status ${status}.`,
  };
}

/** The request as the proxy put it. Of the cookies it says only whether there is a session among them. */
function asked(question: Call, address: string): HomeFacts {
  const cookies = headerValues(question, 'cookie').join('; ');
  const hasSession = /(?:^|; ?)drawbridge(?:_\d+of\d+)?=/.test(cookies);
  const [mode] = headerValues(question, 'sec-fetch-mode');
  return {
    title: 'The proxy asks about',
    claims: [
      { name: 'address', value: address },
      { name: 'method', value: headerValues(question, 'x-forwarded-method').join() },
      { name: 'session', value: hasSession ? 'a cookie of a session' : 'no cookie of a session' },
      { name: 'by', value: mode === 'navigate' ? 'a person, for a page' : 'a program' },
    ],
  };
}

function identityOf(fields: readonly HeaderField[]): HomeFacts {
  const tokens = fields.flatMap(([, value]) => (isToken(value) ? [value] : []));
  const claims = fields.map(([name, value]): HomeClaim => {
    if (isToken(value)) return { name, value: 'a signed token' };
    return { name, value: value === '' ? 'empty' : value };
  });
  return {
    title: 'The app is told',
    claims,
    more: {
      title: 'What the signed token says',
      claims: tokens.flatMap((token) => showClaims(decodeToken(token).claims)),
    },
  };
}

function isToken(value: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(value);
}
