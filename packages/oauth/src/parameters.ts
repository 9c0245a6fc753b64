/** What every grant may say beside what is its own. */
export interface Wanted {
  /** Scopes with a space between them (RFC 6749 section 3.3). */
  readonly scope?: string | undefined;
  /** What the token should be for, by the names that the server has for it. */
  readonly audiences?: readonly string[] | undefined;
  /** The same, as absolute URIs (RFC 8707). */
  readonly resources?: readonly string[] | undefined;
}

/** The parameters of a request to a token endpoint. What is not there is left out. */
export function toParameters(
  single: Readonly<Record<string, string | undefined>>,
  { audiences = [], resources = [] }: Omit<Wanted, 'scope'>,
): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(single)) {
    if (value !== undefined) parameters.append(name, value);
  }
  for (const audience of audiences) parameters.append('audience', audience);
  for (const resource of resources) parameters.append('resource', resource);
  return parameters;
}
