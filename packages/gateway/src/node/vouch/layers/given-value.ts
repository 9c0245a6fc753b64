/** A value of a key, as it was given. */
export interface GivenValue {
  readonly value: unknown;
  /** `config.yml:12:7`, or the name of a variable or flag. */
  readonly place: string;
}

/** What is to be said of a configuration that is good enough to start with: a line of the log, at level `warn`. */
export interface VouchNote {
  readonly event: string;
  readonly fields: Readonly<Record<string, string>>;
}
