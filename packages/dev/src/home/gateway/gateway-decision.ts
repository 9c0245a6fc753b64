import { decodeToken, type DrawbridgeError } from '@drawbridge/core';
import { type Answered, cookieNames, type User, userName } from '@drawbridge/gateway';
import { readCookies } from '@drawbridge/oauth';
import type { HomeClaim, HomeFacts } from '@drawbridge/pages';
import type { AccessRule } from '@drawbridge/rules';
import { showClaims } from '../compare-claims.ts';
import type { Decision } from '../decisions.ts';
import { describeAccess } from './sample-access.ts';

/**
 * What a gateway decided of a question: what was asked and by whom, with the claims that rules looked at, which rule decided, and
 * what the app is told. No cookie, and no token, is in it.
 */
export function gatewayDecision(answered: Answered, rules: readonly AccessRule[]): Decision {
  const { verdict, question } = answered;
  const rule =
    verdict.kind === 'allowed' ? rules.find(({ name }) => name === verdict.rule) : undefined;
  const fault = verdict.kind === 'allowed' ? undefined : verdict.fault;
  const asked = rule === undefined ? rules : [rule];
  return {
    part: 'gateway',
    ...inWords(answered),
    code: fault?.code,
    why: fault && whyOf(fault),
    rule: rule && { name: rule.name, text: describeAccess(rule) },
    ...(verdict.kind === 'forbidden' && { advice: { title: 'The rules', text: inOrder(rules) } }),
    before: question && askedOf(question, userOf(verdict), asked),
    ...(verdict.kind === 'allowed' && { after: identityOf(verdict.fields) }),
  };
}

/** All rules, for who wants to see why none of them let somebody in. */
function inOrder(rules: readonly AccessRule[]): string {
  return rules.map((rule) => `${rule.name}:\n${describeAccess(rule)}`).join('\n\n');
}

/** Of a question that could not be read there is nothing to tell but that. */
function inWords({
  verdict,
  question,
  status,
}: Answered): Pick<Decision, 'outcome' | 'verdict' | 'title'> {
  const at = `HTTP status ${status}`;
  if (question === undefined) {
    const title = `It could not be told what the proxy asks about, so nobody gets in by it: ${at}.`;
    return { outcome: 'refused', verdict: 'Not understood', title };
  }
  const address = addressOf(question);
  const who = userOf(verdict)?.subject ?? 'Somebody who is not signed in';
  switch (verdict.kind) {
    case 'allowed':
      return { outcome: 'allowed', verdict: 'Let in', title: `${who} may open ${address}.` };
    case 'signIn': {
      const title = `Somebody asked for ${address}, and was sent to sign in first.`;
      return { outcome: 'waits', verdict: 'Sent to sign in', title };
    }
    case 'unavailable': {
      const title = `It could not be decided who may open ${address}, so nobody may: ${at}.`;
      return { outcome: 'refused', verdict: 'Not decided', title };
    }
    case 'malformed':
    case 'unauthorized':
    case 'forbidden': {
      const title = `${who} may not open ${address}: ${at}.`;
      return { outcome: 'refused', verdict: 'Refused', title };
    }
  }
}

function whyOf({ message, hint }: DrawbridgeError): string {
  return hint === undefined ? message : `${message.replace(/\.$/, '')}. ${hint}`;
}

type AskedQuestion = NonNullable<Answered['question']>;

function addressOf({ host, readings }: AskedQuestion): string {
  return `${host}${readings[0]}`;
}

function userOf(verdict: Answered['verdict']): User | undefined {
  return 'user' in verdict ? verdict.user : undefined;
}

/** The request as the proxy put it, and the person as rules see them. Of the cookies it says only whether there is a session. */
function askedOf(
  question: AskedQuestion,
  user: User | undefined,
  rules: readonly AccessRule[],
): HomeFacts {
  const { scheme, cookies, method = 'not told', isPage } = question;
  const hasCookie = readCookies(cookies, cookieNames(scheme).session).length > 0;
  const address = { name: 'address', value: addressOf(question) };
  const request = [
    { name: 'method', value: method },
    { name: 'by', value: isPage ? 'a person, for a page' : 'a program' },
    { name: 'session', value: hasCookie ? 'a cookie of a session' : 'no cookie of a session' },
  ];
  if (user === undefined) return { title: 'The proxy asks about', claims: [address, ...request] };
  const { subject, provider } = user;
  const others = showClaims({ sub: subject, provider, ...user.claims });
  return {
    title: 'The proxy asks about',
    claims: [address, ...personClaims(user, rules), ...request],
    more: { title: `${others.length} more claims of this person`, claims: others },
  };
}

/** What of a person these rules may look at; what they do look at is marked. */
function personClaims(user: User, rules: readonly AccessRule[]): readonly HomeClaim[] {
  const looksAt = (...members: readonly (keyof AccessRule['match'])[]) =>
    rules.some(({ match }) => members.some((member) => match[member] !== undefined))
      ? ({ fate: 'asked' } as const)
      : {};
  return [
    { name: 'person', value: userName(user), ...looksAt('users', 'domains') },
    { name: 'groups', value: groupsInWords(user.groups), ...looksAt('groups') },
  ];
}

function groupsInWords(groups: User['groups']): string {
  if (groups.kind === 'unknown') return `not known: ${groups.reason}`;
  return groups.groups.length === 0 ? 'none' : groups.groups.join(', ');
}

function identityOf(fields: readonly (readonly [name: string, value: string])[]): HomeFacts {
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
