/**
 * Where the token of a job comes from.
 *
 * - `variable`: the environment has it, and it cannot be renewed
 * - `file`: a file has it, which the system rewrites before the token ends
 * - `request`: an endpoint gives a new one whenever it is asked
 * - `command`: a program of the system prints a new one whenever it is run
 */
export type JobTokenPlace =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'request';
      readonly url: string;
      /** Proves whose job asks. A secret. */
      readonly authorization: string;
      /** The member of the JSON answer that holds the token. */
      readonly member: string;
    }
  | { readonly kind: 'command'; readonly command: readonly string[] };

/** The place of a token, and how it was chosen where that is no matter of course. */
export interface JobToken {
  readonly place: JobTokenPlace;
  /** A sentence for the job's log. */
  readonly note?: string;
}

/** The environment of a job. */
export type JobEnvironment = Readonly<Record<string, string | undefined>>;

/** A system that runs jobs and gives them tokens: what its documentation says of it. */
export interface CiSystem {
  /** As people call it. */
  readonly name: string;
  /** The pages of its documentation that all of this is from, by their titles. */
  readonly sources: readonly string[];
  /** Whether a job of this system runs here. */
  isHere(env: JobEnvironment): boolean;
  /**
   * Where the token of this job is; `undefined` where it has none. No secret is sent or read from anywhere yet.
   *
   * @param audience - what the token should be for, where the system can be asked for that
   * @throws {DrawbridgeError} `job_token_missing` where there are several
   */
  find(env: JobEnvironment, audience: string): JobToken | undefined;
  /** Names of variables with tokens that {@link find} leaves alone, since they are of another issuer or of another job. */
  passedOver?(env: JobEnvironment): readonly string[];
  /** Whether {@link find} asks for an audience, or the job's file alone says it. */
  readonly asksForAudience: boolean;
  /** What to add to the job where the token is missing, in a sentence. @param audience - what it should be for */
  advice(audience: string): string;
  /** The session name of the job by default: what is told of it, of which parts may be missing. */
  sessionName(env: JobEnvironment): readonly (string | undefined)[];
}
