import { decodeToken, type JsonObject } from '@drawbridge/core';
import type { KeptLogin, Logins, OfferedRole, Person } from '@drawbridge/login';
import { isOfProvider, type LoginSection } from '@drawbridge/login/node';

/** Who signed in, by an ID token that was verified then and is kept. */
export interface KnownSignIn {
  readonly person: Person;
  /** The login that it is kept for. */
  readonly profile: string;
  readonly claims: JsonObject;
}

/** Where one is looked for. */
export interface SignInSearch {
  readonly kept: readonly KeptLogin[];
  /** Of the login. Not given: the newest at the provider and for the client of the configuration. */
  readonly name: string | undefined;
  readonly section: Pick<LoginSection, 'issuer' | 'clientId'>;
  readonly peek: Logins['peek'];
}

/** Who signed in last, as far as it is kept. Nobody is asked, and the ID token may have ended: it says who has which role all the same. */
export async function findSignedIn({
  kept,
  name,
  section: { issuer, clientId },
  peek,
}: SignInSearch): Promise<KnownSignIn | undefined> {
  const fits = ({ name: own, settings }: KeptLogin) =>
    name === undefined
      ? (issuer === undefined || isOfProvider(settings, issuer)) &&
        (clientId === undefined || settings.clientId === clientId)
      : own === name;
  // One of many that cannot be read does not hide the others.
  const look = (own: string) => (name === undefined ? peek(own).catch(() => undefined) : peek(own));
  const found = await Promise.all(
    kept.filter(fits).map(async (login) => ({ login, tokens: await look(login.name) })),
  );
  const [newest] = found.toSorted(
    (one, other) => (other.tokens?.obtainedAt ?? 0) - (one.tokens?.obtainedAt ?? 0),
  );
  const idToken = newest?.tokens?.idToken;
  if (newest === undefined || idToken === undefined) return undefined;
  const { claims } = decodeToken(idToken, idToken.length);
  return { person: newest.login.person, profile: newest.login.name, claims };
}

/** The logins that are kept for a role, by the same steps. */
export function loginsOfRole(
  kept: readonly KeptLogin[],
  { arn, chain = [] }: Pick<OfferedRole, 'arn' | 'chain'>,
): readonly string[] {
  const wanted = [arn, ...chain].join();
  const isFor = ({ settings: { aws } }: KeptLogin) =>
    aws !== undefined && [aws.role, ...(aws.chain ?? [])].join() === wanted;
  return kept.filter(isFor).map(({ name }) => name);
}
