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
