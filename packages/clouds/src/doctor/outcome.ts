/** What came of looking at one thing. */
export type Outcome =
  | { readonly state: 'passed'; readonly seen: string }
  | {
      readonly state: 'failed';
      readonly seen: string;
      /** What to do, in sentences. */
      readonly fix: string;
    }
  | {
      /** It cannot be known from here. */
      readonly state: 'unknown';
      /** Why not, and what is known all the same. */
      readonly seen: string;
      /** How it can be known, in sentences. */
      readonly fix: string;
      /** Whether something else is the reason, which has an answer of its own: nothing more is to be said. */
      readonly follows?: true;
    };

/** @param seen - the value that was seen, in words */
export function passed(seen: string): Outcome {
  return { state: 'passed', seen };
}

/** @param seen - the value that was seen, in words; @param fix - what to do, in sentences */
export function failed(seen: string, fix: string): Outcome {
  return { state: 'failed', seen, fix };
}

/** @param seen - why it cannot be known; @param fix - how it can, in sentences */
export function unknown(seen: string, fix: string): Outcome {
  return { state: 'unknown', seen, fix };
}

/** Where what is to be looked at was not read, for which there is another answer. @param seen - as {@link unknown}; @param fix - as well */
export function unread(seen: string, fix: string): Outcome {
  return { state: 'unknown', seen, fix, follows: true };
}

/** The answer of what looks at the configuration of a relying party where that was not given. */
export function trustNotGiven(title: string): Outcome {
  return unknown(
    `what ${title} was told to trust was not given`,
    'Give the file of its configuration: --trust FILE.',
  );
}

/** The answer of every rule about a token where none was given. */
export const NO_TOKEN = unknown('no token was given', 'Give one: --token @FILE.');
