/**
 * What the configuration of a relying party makes of a token. It is about that configuration alone: whether the token is
 * genuine, in time and well formed is judged elsewhere.
 */
export type Verdict =
  | {
      readonly verdict: 'allowed';
      /** What lets it in, as an operator finds it: `Statement 2 ("ci")`. */
      readonly by: string;
      /** Who the token is then, in the words of the relying party: `principal://…`, a user name. */
      readonly becomes?: string;
    }
  | { readonly verdict: 'refused'; readonly reasons: Reasons }
  /** What would decide is not known here: the address of a caller, a function that is not known. */
  | { readonly verdict: 'undecided'; readonly reasons: Reasons };

/** At least one; the one that is nearest to letting the token in comes first. */
export type Reasons = readonly [Reason, ...Reason[]];

/**
 * Why something does not let a token in, or might not.
 *
 * @typeParam Name - names of what the relying party asks for, where they are known
 */
export interface Reason<Name extends string = string> {
  /** The statement and the condition: `Statement 2 ("ci"), StringEquals, oidc.example.com:sub`. */
  readonly at: string;
  /** What is there, in words that complete a sentence: `the sub is "repo:acme/app:ref:main"`. */
  readonly seen: string;
  /** What would let it in: `one of "repo:acme/web:ref:main"`. */
  readonly wanted: string;
  /** What to do; a sentence. */
  readonly fix: string;
  /** What the relying party asks for and does not get, by the names that its doctor has for that. */
  readonly requirements?: readonly Name[];
}
