import {
  type Audit,
  type Clock,
  DrawbridgeError,
  epochSeconds,
  type HeaderField,
  silentAudit,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { AccessDecision, AccessRules } from '@drawbridge/rules';
import type { Bearer } from '../bearer/create-bearer.ts';
import { IDENTITY_TOKEN_FIELD } from '../identity/identity-field.ts';
import type { IdentityFields } from '../identity/identity-fields.ts';
import type { Identified, IdentityTokens } from '../identity/identity-token.ts';
import type { Question } from '../question/question.ts';
import { endOf, findSession } from '../session/find-session.ts';
import type { Session } from '../session/session.ts';
import type { Sessions } from '../session/sessions.ts';
import { loginUrl } from '../sign-in/login-url.ts';
import { personOf } from '../user/person-of.ts';
import { createRecord } from './record.ts';
import { type AppsOptions, createRequireApp } from './require-app.ts';
import { strictest } from './strictest.ts';
import type { Verdict } from './verdict.ts';

/** What questions are decided by. */
export interface DecideOptions extends AppsOptions {
  readonly access: Pick<AccessRules, 'decide'>;
  readonly sessions: Pick<Sessions, 'open'>;
  /** The texts that may be the cookie of a session, of the many cookies of a request. */
  readonly cookiesOf: (question: Question) => readonly string[];
  /** Default: `Authorization` is the app's own business. */
  readonly bearer?: Bearer | undefined;
  readonly fields: IdentityFields;
  /** Default: no token is signed. */
  readonly tokens?: IdentityTokens | undefined;
  readonly clock: Clock;
  /** Default: nothing is kept. */
  readonly audit?: Audit | undefined;
}

/** Answers one question. It never rejects: what cannot be decided is unavailable. */
export type Decide = (question: Question) => Promise<Verdict>;

/** Who asks, by a session or by a bearer token. */
interface Asker extends Identified {
  readonly session?: Session;
}

/** Makes {@link Decide}: is it an app of ours, who asks, and may they? */
export function createDecide(options: DecideOptions): Decide {
  const { access, sessions, bearer, fields, tokens, audit = silentAudit, clock } = options;
  const requireApp = createRequireApp(options);
  const record = createRecord(audit, clock);

  async function bySession(question: Question): Promise<Asker | undefined> {
    const session = await findSession(sessions, options.cookiesOf(question), question.host, clock);
    return session && { user: session.user, id: session.id, endsAt: endOf(session), session };
  }

  /**
   * A bearer token counts before a cookie, and a bad one is never made up for by a good cookie. What is wrong with it is known
   * here alone: of anything else, such as a session that its provider does not renew, whoever asks has nothing to mend.
   */
  async function byBearer(
    question: Question,
  ): Promise<Asker | Extract<Verdict, { kind: 'unauthorized' }> | undefined> {
    if (bearer === undefined) return undefined;
    try {
      return await bearer.identify(question.authorization);
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      if (fault.kind !== 'token' && fault.kind !== 'request') throw fault;
      return { kind: 'unauthorized', fault };
    }
  }

  function ask(question: Question, asker: Asker | undefined): AccessDecision {
    const { host, method, address, readings } = question;
    const person = asker && personOf(asker.user);
    const [first, ...more] = readings;
    const of = (path: string) => access.decide({ host, path, method, address }, person);
    return more.length === 0 ? of(first) : strictest([of(first), ...more.map(of)]);
  }

  async function identityFields(
    question: Question,
    asker: Asker | undefined,
  ): Promise<readonly HeaderField[]> {
    const plain = fields(asker?.user);
    if (tokens === undefined) return plain;
    const origin = `${question.scheme}://${question.host}`;
    return [
      ...plain,
      [IDENTITY_TOKEN_FIELD, asker === undefined ? '' : await tokens(asker, origin)],
    ];
  }

  function signIn(question: Question): Verdict {
    const fault = new DrawbridgeError('credentials_missing');
    return { kind: 'signIn', url: loginUrl(question, question.base), fault };
  }

  /** A browser goes by way of the auth host for a new cookie, and comes back at once. What a form sends would be lost on the way. */
  function isToRenew({ isPage, method }: Question, asker: Asker | undefined): boolean {
    const renewAt = asker?.session?.renewAt;
    return renewAt !== undefined && isPage && method === 'GET' && renewAt <= epochSeconds(clock);
  }

  async function conclude(question: Question, asker: Asker | undefined): Promise<Verdict> {
    const decision = ask(question, asker);
    if (decision.kind === 'allowed' && !decision.isPublic && isToRenew(question, asker)) {
      return signIn(question);
    }
    if (decision.kind === 'allowed') {
      const { rule } = decision;
      return {
        kind: 'allowed',
        rule,
        fields: await identityFields(question, asker),
        user: asker?.user,
        session: asker?.session,
      };
    }
    if (decision.kind === 'signIn' && asker === undefined) {
      return question.isPage
        ? signIn(question)
        : { kind: 'unauthorized', fault: new DrawbridgeError('credentials_missing') };
    }
    const detail = decision.kind === 'denied' ? decision.why : 'no rule lets this person in';
    const fault = new DrawbridgeError('access_denied', { detail });
    return { kind: 'forbidden', fault, user: asker?.user };
  }

  async function decide(question: Question): Promise<Verdict> {
    try {
      requireApp(question);
      const bearing = await byBearer(question);
      if (bearing !== undefined && 'kind' in bearing) return bearing;
      const verdict = await conclude(question, bearing ?? (await bySession(question)));
      return question.narrow?.(verdict) ?? verdict;
    } catch (thrown) {
      return failed(toDrawbridgeError(thrown));
    }
  }

  return async (question) => {
    const verdict = await decide(question);
    if (audit === silentAudit) return verdict;
    try {
      await record(question, verdict);
      return verdict;
    } catch (thrown) {
      return { kind: 'unavailable', fault: toDrawbridgeError(thrown) };
    }
  };
}

/** Whatever it is that went wrong, nobody is let through. */
function failed(fault: DrawbridgeError): Verdict {
  if (fault.code === 'request_forbidden') return { kind: 'forbidden', fault, user: undefined };
  return { kind: 'unavailable', fault };
}
