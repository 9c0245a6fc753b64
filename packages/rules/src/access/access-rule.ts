import type { Condition, GlobCondition, RegexCondition } from '../rule.ts';

/** One or several: the value must be one of them. An empty list is a fault, and never the same as nothing. */
type OneOf = string | readonly string[];

/** What requests, and of whom, a rule is about. Everything that is given must hold. */
export interface AccessMatch {
  /**
   * As browsers write them, A-labels for other letters; with the port where it is not that of the scheme. `*.example.com` is
   * every name below it, however deep, and not `example.com` itself.
   */
  readonly hosts?: OneOf | undefined;
  /**
   * Decoded, without the query, and compared letter by letter: `*` is any run of characters but `/`, `**` any run, `\` takes
   * the next character as it stands. `/admin/**` is `/admin` too.
   */
  readonly paths?: OneOf | undefined;
  /** In upper case; `GET` is not `HEAD`. */
  readonly methods?: OneOf | undefined;
  /** Addresses of clients, or ranges of them in CIDR notation. */
  readonly networks?: OneOf | undefined;
  /** Names of providers in the configuration. */
  readonly providers?: OneOf | undefined;
  /** Emails, whose case does not count; what has no `@` is a subject (`sub`), letter by letter. */
  readonly users?: OneOf | undefined;
  /** What is after the `@` of an email: the same name, or with `*.example.com` every name below it. */
  readonly domains?: OneOf | undefined;
  /** Names of groups, of which the person must be in one; or what such a name must look like. */
  readonly groups?: OneOf | GlobCondition | RegexCondition | undefined;
  /** Conditions by claim, as those of an exchange's rules. */
  readonly claims?: Readonly<Record<string, Condition>> | undefined;
}

/**
 * One sentence of policy: who may reach what.
 *
 * A rule lets those in that its match describes. Where the match says nothing of a person, `allow` must say who is meant, so that
 * nobody opens a page to the world by leaving something out.
 */
export interface AccessRule {
  /** Names the rule in logs and explanations. */
  readonly name: string;
  readonly match: AccessMatch;
  /** Whom a rule lets in that says nothing of a person: the world, or everybody who is signed in. */
  readonly allow?: 'anyone' | 'signed-in' | undefined;
  /** Keeps out what matches, in place of letting it in. */
  readonly deny?: true | undefined;
}
