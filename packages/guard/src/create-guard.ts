import { type Awaitable, DrawbridgeError } from '@drawbridge/core';
import { buildGuard } from './build-guard.ts';
import type { AccessToken } from './caller/access-token.ts';
import type { Caller } from './caller/caller.ts';
import { JudgedCaller } from './caller/judged-caller.ts';
import { RefreshToken } from './caller/refresh-token.ts';
import { createNobody } from './caller/nobody.ts';
import type { Guard, IdentityOf, NoOthers } from './guard.ts';
import type { GuardRequest } from './guard-request.ts';
import type { Credentials } from './headers/credentials.ts';
import { missingToken } from './headers/missing-token.ts';
import { requestFields } from './headers/request-fields.ts';
import { requireAllFields } from './headers/require-all-fields.ts';
import type { Companions } from './identity/cross-check.ts';
import { inSession } from './judge/revocations.ts';
import type { GuardOptions } from './options/guard-options.ts';
import { requireAll, type TokenOwner } from './requirements/insufficient.ts';
import type { Requirement } from './requirements/requirement.ts';

/**
 * Makes a guard: it reads tokens from the header fields that a proxy fills, verifies them, and says who
 * is calling. The signed access token is what everything rests on; what comes beside it counts as far as it
 * belongs to it.
 *
 * @throws {TypeError} for options that make no sense, saying what to write instead
 */
export function createGuard<const Options extends GuardOptions>(
  options: Options & NoOthers<Options>,
): Guard<IdentityOf<Options>> {
  type Identity = IdentityOf<Options>;
  const parts = buildGuard(options);
  const { reader, judge, crossCheck, checkProxy, revocations, required, anonymous } = parts;

  // What is at hand is not waited for: a turn of the event loop costs more than the look-up.
  function judgeCaller(request: GuardRequest): Awaitable<JudgedCaller | undefined> {
    requireAllFields(request.headers.length);
    checkProxy?.(request);
    const credentials = reader.read(request.headers);
    const { access: text } = credentials;
    if (text === undefined) {
      if (anonymous === 'absent' && isEmpty(credentials)) return undefined;
      throw missingToken('access', options.headers);
    }
    const access = judge.judge(text);
    if (revocations !== undefined || 'then' in access) return judgeLater(access, credentials);
    const companions = crossCheck(access, credentials);
    return 'then' in companions
      ? joinLater(access, companions, credentials)
      : join(access, companions, credentials);
  }

  async function judgeLater(
    judged: Awaitable<AccessToken>,
    credentials: Credentials,
  ): Promise<JudgedCaller> {
    const access = await judged;
    const companions = await crossCheck(access, credentials);
    // Of an answer that is neither yes nor no, nobody knows what it means.
    const revoked: unknown =
      revocations === undefined
        ? false
        : await revocations.isRevoked(inSession(access, companions.id));
    if (revoked !== false) {
      const { fingerprint, issuer } = access;
      throw new DrawbridgeError('token_revoked', { token: fingerprint, issuer });
    }
    return join(access, companions, credentials);
  }

  async function joinLater(
    access: AccessToken,
    checked: PromiseLike<Companions>,
    credentials: Credentials,
  ): Promise<JudgedCaller> {
    return join(access, await checked, credentials);
  }

  function join(
    access: AccessToken,
    { id, userinfo }: Companions,
    { refresh: text }: Credentials,
  ): JudgedCaller {
    const refresh = text === undefined ? undefined : new RefreshToken(text);
    if (id === undefined && required.has('id')) throw missingToken('id', options.headers);
    if (refresh === undefined && required.has('refresh')) {
      throw missingToken('refresh', options.headers);
    }
    return new JudgedCaller(access, id, refresh, userinfo);
  }

  function judgeOrNobody(request: GuardRequest): Awaitable<JudgedCaller | undefined> {
    try {
      const judged = judgeCaller(request);
      return judged instanceof Promise ? judged.catch(asNobody) : judged;
    } catch (thrown) {
      return asNobody(thrown);
    }
  }

  const asNobody = createNobody(parts.log);
  const identifyCaller = anonymous === 'any' ? judgeOrNobody : judgeCaller;

  function require(caller: Caller | undefined, requirements: readonly Requirement[]): void {
    if (requirements.length === 0) return;
    if (caller === undefined) throw missingToken('access', options.headers);
    requireAll(caller, requirements, tokenOf);
  }

  /** Which tokens are there was checked against the options that the type follows. */
  function asked(caller: JudgedCaller | undefined, requirements: readonly Requirement[]): Identity {
    require(caller, requirements);
    return caller as Identity;
  }

  function identifySoon(
    request: GuardRequest,
    requirements: readonly Requirement[],
  ): Identity | Promise<Identity> {
    const caller = identifyCaller(request);
    return caller instanceof Promise
      ? caller.then((later) => asked(later, requirements))
      : asked(caller, requirements);
  }

  return {
    async identify(request, ...requirements) {
      return identifySoon('peer' in request ? request : requestFields(request), requirements);
    },
    identifySoon,
    require(identity, ...requirements) {
      require(identity, requirements);
    },
    refuse: parts.refuse,
    fields: parts.fields,
    removesFields: options.keepHeaders !== true,
    securitySchemes: parts.openApi.securitySchemes,
    security: parts.openApi.security,
    metadata: parts.metadata,
    ready: () => judge.ready(),
  };
}

function tokenOf({ access: { fingerprint: token }, issuer }: Caller): TokenOwner {
  return { token, issuer };
}

function isEmpty({ id, idClaims, userinfo, refresh }: Credentials): boolean {
  return (
    id === undefined && idClaims === undefined && userinfo === undefined && refresh === undefined
  );
}
