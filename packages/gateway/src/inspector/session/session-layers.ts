import { type Clock, epochSeconds, type JsonObject, member } from '@drawbridge/core';
import { IDENTITY_TOKEN_FIELD, type IdentityField } from '../../identity/identity-field.ts';
import type { IdentityFields } from '../../identity/identity-fields.ts';
import { identityClaims } from '../../identity/identity-token.ts';
import type { Session } from '../../session/session.ts';
import type { KeptSession } from '../../session/sessions.ts';
import type { User } from '../../user/user.ts';
import { type KnownClaim, TOKEN_CLAIMS } from '../inspection/claims-table.ts';
import { explainClaims } from '../inspection/explain-claims.ts';
import type { Claim, Layer } from '../inspection/inspection.ts';
import { MASK } from '../inspection/mask.ts';
import { idTokenLayer } from './id-token-layer.ts';
import { RENEWAL_MEMBERS, SESSION_MEMBERS } from './session-members.ts';

/** What a session is shown with. */
export interface SessionLayersOptions {
  readonly clock: Clock;
  readonly kept: KeptSession;
  /** The fields that an app is told a person by, and what writes them. */
  readonly fields: readonly IdentityField[];
  readonly write: IdentityFields;
  /** `iss` of the signed field. Default: there is no such field. */
  readonly identityIssuer?: string | undefined;
}

/**
 * What is behind the cookie of a session, for its own person: the session, who that is, the claims of the ID token, and what
 * apps are told. **No token is in it, and nothing that opens anything**: neither the tokens of the provider, nor the signed
 * field, nor any id of the session; what looks like a token among claims is masked, and no button shows it, since the browser
 * does not hold it.
 */
export async function sessionLayers(
  session: Session,
  options: SessionLayersOptions,
): Promise<readonly Layer[]> {
  const { clock, kept, fields, write, identityIssuer } = options;
  const { user } = session;
  const told = write(user);
  const rows = (object: JsonObject, ...tables: readonly Readonly<Record<string, KnownClaim>>[]) =>
    explainClaims(object, { now: epochSeconds(clock), mask: MASK, tables });
  return [
    {
      ...layer('The session', kept.in === 'store' ? IN_STORE : IN_COOKIE),
      claimsTitle: 'What it says',
      claims: rows(timesOf(session), SESSION_MEMBERS),
    },
    {
      ...layer('Who you are here', PERSON),
      facts:
        user.groups.kind === 'known'
          ? []
          : [{ name: 'groups', value: 'unknown: no rule on groups lets you in' }],
      claims: rows(personOf(user), TOKEN_CLAIMS),
    },
    ...(kept.idToken === undefined ? [] : await idTokenLayer(kept.idToken, clock)),
    ...(kept.tokensEndAt === undefined
      ? []
      : [
          {
            ...layer('The tokens that renew it', RENEWAL),
            claimsTitle: 'When',
            claims: rows({ 'next time': kept.tokensEndAt }, RENEWAL_MEMBERS),
          },
        ]),
    {
      ...layer('What apps are told', TOLD),
      claimsTitle: 'Header fields',
      claims: fields.map((field, index) => fieldRow(field, told[index]?.[1] ?? '', user.claims)),
    },
    ...(identityIssuer === undefined
      ? []
      : [
          {
            ...layer(`What apps are told by ${IDENTITY_TOKEN_FIELD}`, SIGNED),
            claims: rows(
              { iss: identityIssuer, ...Object.fromEntries(identityClaims(user)) },
              TOKEN_CLAIMS,
            ),
          },
        ]),
  ];
}

const IN_STORE =
  'What was sealed into the cookie is the name of this record, which the gateway keeps, sealed, in its store. Each host has a cookie of its own that opens the same session, and is worth nothing on another.';
const IN_COOKIE =
  'What was sealed into the cookie is this session itself. Each host has a cookie of its own, of the same session, which is worth nothing on another.';
const PERSON =
  'What the provider told of you and the gateway keeps, since its rules or apps may need it. Of an e-mail address that was not verified nothing is kept.';
const RENEWAL =
  'The gateway keeps a refresh token of the provider, and what came with it, sealed in its store. Your browser does not have them, and no app is told them, so they are not shown here either.';
const TOLD =
  'An app that lets you in gets these header fields from the proxy with each request, and the proxy takes them from the gateway. An empty field is sent too, lest you fill it yourself.';
const SIGNED =
  'A JWT that the gateway signs for each app anew, of five minutes at most, with that app alone as its audience. This is what it says: the token itself is not made for this page.';

function layer(title: string, about: string): Layer {
  return { kind: 'session', path: [], title, about, facts: [], steps: [] };
}

function timesOf({ user, createdAt, authTime, idleEndsAt, endsAt }: Session): JsonObject {
  return {
    provider: user.provider,
    'signed in': Math.floor(createdAt),
    ...(authTime !== undefined && { 'proved at the provider': authTime }),
    ...(idleEndsAt < endsAt && { 'ends unless it is used': idleEndsAt }),
    ends: endsAt,
  };
}

function personOf(user: User): JsonObject {
  const { issuer, subject, email, name, preferredUsername, groups, claims } = user;
  return {
    iss: issuer,
    sub: subject,
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(preferredUsername !== undefined && { preferred_username: preferredUsername }),
    ...(groups.kind === 'known' && { [groups.claim]: groups.groups }),
    ...claims,
  };
}

/** One with a claim that is a token by its name, or has one in it, is masked: what was written of it has no names any more. */
function fieldRow({ name, value: of }: IdentityField, value: string, claims: JsonObject): Claim {
  const source = typeof of === 'object' ? of.claim : name;
  const claim = member(claims, source);
  const hasSecret = JSON.stringify(MASK.json(claim, source)) !== JSON.stringify(claim);
  const masked = hasSecret ? MASK.token(value) : String(MASK.json(MASK.json(value, source), name));
  return {
    name,
    value: masked,
    text: masked === '' ? '(empty)' : masked,
    isMasked: masked !== value,
  };
}
