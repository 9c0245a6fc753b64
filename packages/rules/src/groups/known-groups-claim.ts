import { parseUrl } from '@drawbridge/core';
import type { GroupsClaim } from './read-groups.ts';

/** A provider of whose groups something is known. */
interface GroupsFacts {
  /** As people call it. */
  readonly name: string;
  /** Whether the host of an issuer is the provider's own. */
  isHost(host: string): boolean;
  /** The claim of groups, where it is in ID tokens and its name is not anybody's choice. */
  readonly claim?: Fact<string>;
  /** So many groups, and some may have been left out without a word. */
  readonly limit?: Fact<number>;
}

/** What a page says of a provider. */
interface Fact<T> {
  readonly value: T;
  /** The address of the page. */
  readonly source: string;
  /** The day on which it was read: `2026-11-27`. */
  readonly read: string;
}

const ENTRA_HOSTS: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'sts.windows.net',
]);

/** The providers whose groups are told in a way of their own, with where each fact is from. */
export const GROUPS_FACTS = {
  okta: {
    name: 'Okta',
    isHost: (host) => /(?:^|\.)(?:okta|oktapreview|okta-emea|okta-gov)\.com$/.test(host),
    limit: {
      value: 100,
      source: 'https://developer.hashicorp.com/vault/docs/auth/jwt/oidc-providers/okta',
      read: '2026-11-27',
    },
  },
  entra: {
    name: 'Microsoft Entra ID',
    isHost: (host) => ENTRA_HOSTS.has(host),
    claim: {
      value: 'groups',
      source: 'https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference',
      read: '2026-11-27',
    },
  },
  gitlab: {
    name: 'GitLab',
    isHost: (host) => host === 'gitlab.com',
    claim: {
      value: 'groups_direct',
      source: 'https://docs.gitlab.com/integration/openid_connect_provider/',
      read: '2026-11-27',
    },
  },
} as const satisfies Readonly<Record<string, GroupsFacts>>;

/**
 * How the provider of an issuer tells groups, by the issuer's host alone; for {@link readGroups}.
 *
 * @returns `undefined` for a provider of which nothing is known
 */
export function knownGroupsClaim(issuer: string): GroupsClaim | undefined {
  const host = parseUrl(issuer)?.hostname;
  if (host === undefined) return undefined;
  const found: GroupsFacts | undefined = Object.values(GROUPS_FACTS).find(({ isHost }) =>
    isHost(host),
  );
  if (found === undefined) return undefined;
  const { name, claim, limit } = found;
  return {
    claim: claim?.value ?? 'groups',
    ...(limit !== undefined && { limit: { count: limit.value, by: name } }),
  };
}
