/** A setting, and where somebody made it. */
export interface Given {
  readonly value: string;
  readonly from: string;
}

/** A setting of a profile. */
export function ofProfile(what: string, value: string | undefined): Given | undefined {
  return value === undefined ? undefined : { value, from: `the ${what} of the profile` };
}

/** The first of some variables that is set. An empty one is not. */
export function named(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Given | undefined {
  for (const from of names) {
    const value = env[from];
    if (value !== undefined && value !== '') return { value, from };
  }
  return undefined;
}
