import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import type { VouchProviderName } from '../vouch-provider.ts';
import { saysNo } from '../says-no.ts';

/** What a provider told of a person, not yet judged. */
export interface ToldIdentity {
  /** `undefined`: there is none but the email. */
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  /** Whether the provider says that the email is not the person's. */
  readonly isUnverified?: boolean;
  /** Whether the email is the user name where there is no other. */
  readonly isNamedByEmail?: boolean;
  /** Who it is to the provider, as `sub` of its ID tokens. */
  readonly subject?: string | undefined;
}

/** Which members a provider has a person's names in: the rows of `VOUCH_PROVIDER_ROWS` say from where that is known. */
export const READ_IDENTITY: Readonly<
  Record<VouchProviderName, (told: JsonObject, useIds: boolean) => ToldIdentity>
> = {
  google: openid,
  oidc: openid,
  github: (told) => ({ username: text(told, 'login'), email: text(told, 'email') }),
  indieauth: (told) => ({ username: text(told, 'me') }),
  adfs: (told) => {
    const upn = text(told, 'upn');
    return {
      ...verifiedEmail(told, text(told, 'email') ?? emailLike(upn)),
      username: upn,
      subject: text(told, 'sub'),
    };
  },
  azure: (told) => {
    const upn = text(told, 'upn');
    return {
      ...verifiedEmail(told, text(told, 'email') ?? upn, 'xms_edov'),
      username: text(told, 'username') ?? upn ?? text(told, 'preferred_username'),
    };
  },
  homeassistant: () => ({ username: 'homeassistant' }),
  openstax: (told) => ({
    username: text(told, 'username'),
    email: text(told, 'email') ?? verifiedContact(told),
    isNamedByEmail: true,
  }),
  nextcloud: (told) => {
    const username = text(told, 'username');
    if (username !== undefined) return { username, email: text(told, 'email') };
    const data = object(object(told, 'ocs'), 'data');
    return { username: text(data, 'id'), email: text(data, 'email') };
  },
  alibaba: (told) => {
    const data = object(told, 'data');
    return {
      username: text(data, 'username'),
      email: text(data, 'email'),
      subject: text(data, 'sub'),
    };
  },
  discord: (told, useIds) => {
    const [id, name] = [text(told, 'id'), text(told, 'username')];
    const discriminator = text(told, 'discriminator') ?? '0';
    const tag = discriminator === '0' ? name : name && `${name}#${discriminator}`;
    return {
      ...verifiedEmail(told, text(told, 'email'), 'verified'),
      username: useIds ? id : tag,
      subject: id,
    };
  },
};

/** OpenID Connect Core 1.0 section 5.1. */
function openid(told: JsonObject): ToldIdentity {
  return {
    ...verifiedEmail(told, text(told, 'email')),
    username: text(told, 'username'),
    isNamedByEmail: true,
    subject: text(told, 'sub'),
  };
}

function verifiedEmail(told: JsonObject, email: string | undefined, by = 'email_verified') {
  return { email, isUnverified: saysNo(member(told, by)) };
}

function verifiedContact(told: JsonObject): string | undefined {
  const contacts = member(told, 'contact_infos');
  const found: unknown = Array.isArray(contacts)
    ? contacts.find(
        (contact: unknown) =>
          isJsonObject(contact) &&
          member(contact, 'type') === 'EmailAddress' &&
          member(contact, 'is_verified') === true,
      )
    : undefined;
  return isJsonObject(found) ? text(found, 'value') : undefined;
}

function emailLike(name: string | undefined): string | undefined {
  return name?.includes('@') === true ? name : undefined;
}

function text(from: JsonObject, name: string): string | undefined {
  const value = member(from, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function object(from: JsonObject, name: string): JsonObject {
  const value = member(from, name);
  return isJsonObject(value) ? value : {};
}
