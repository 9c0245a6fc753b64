import type { Reply } from '@drawbridge/core';
import type { Caller, TokenName } from './caller/caller.ts';
import type { GuardRequest } from './guard-request.ts';
import type { OpenIdConnectScheme, SecurityRequirement, SecurityScheme } from './openapi/scheme.ts';
import type { GuardOptions, GuardSettings, IssuerOptions } from './options/guard-options.ts';
import type { Requirement } from './requirements/requirement.ts';

/** The document at a well-known path (RFC 9728 section 3). */
export interface MetadataDocument {
  /** Where it is served: `/.well-known/oauth-protected-resource`, and the path of the resource. */
  readonly path: string;
  /** As it goes into the challenge. */
  readonly url: string;
  readonly reply: Reply;
}

/**
 * Judges requests, and says who sends them.
 *
 * @typeParam Identity - a {@link Caller}, or that or `undefined` where nobody may call too
 * @typeParam Who - whom requirements are asked of
 * @typeParam Scheme - what it is in an OpenAPI document
 */
export interface Guard<
  Identity = Caller | undefined,
  Who = Caller,
  Scheme extends SecurityScheme = OpenIdConnectScheme,
> {
  /**
   * @returns who sends the request; `undefined` for nobody, where options let nobody in and nothing is required
   * @throws {DrawbridgeError} why it is refused: {@link refuse} makes a reply of it
   */
  identify(
    request: GuardRequest | Request,
    ...requirements: readonly Requirement<Who>[]
  ): Promise<Identity>;
  /**
   * For adapters: what {@link identify} does, without a promise where nothing has to be waited for, which is so for a
   * token that was judged before, and for most where the keys of their issuer are at hand. What refuses is thrown at
   * once or by promise, whichever is answered.
   *
   * @throws {DrawbridgeError} why it is refused
   */
  identifySoon(
    request: GuardRequest,
    requirements: readonly Requirement<Who>[],
  ): Identity | Promise<Identity>;
  /**
   * Asks more of somebody whom `identify` let in: of a request whose tokens are removed by now.
   *
   * @throws {DrawbridgeError} as `identify` does for a requirement that is not met; for nobody as it does
   *   for a request without a token, unless there are no requirements
   */
  require(identity: Identity, ...requirements: readonly Requirement<Who>[]): void;
  /** The reply that refuses, by what `identify` or `require` threw. Anything else that is thrown becomes a 500. */
  refuse(thrown: unknown): Reply;
  /** Names of the header fields that carry tokens, in lower case: what an adapter removes. */
  readonly fields: ReadonlySet<string>;
  /**
   * What adapters leave of a field of {@link fields} that may carry something else as well, as `Cookie` does; `undefined` for
   * nothing. Default: nothing of any.
   *
   * @param field - in lower case
   */
  readonly remainder?: (field: string, value: string) => string | undefined;
  /** Whether adapters remove them. */
  readonly removesFields: boolean;
  /** For `components.securitySchemes` of an OpenAPI document. */
  readonly securitySchemes: Readonly<Record<string, Scheme>>;
  /** For `security` of an operation of an OpenAPI document. */
  security(...requirements: readonly Requirement<Who>[]): SecurityRequirement[];
  /** What the resource tells of itself; `undefined` unless `resource` is set. */
  readonly metadata: MetadataDocument | undefined;
  /**
   * Loads the keys of every issuer, so that the first request need not wait.
   *
   * @throws {DrawbridgeError} when one cannot be had: a reason to look, and no reason not to start
   */
  ready(): Promise<void>;
}

/**
 * `never` for options that there are not: the compiler looks for such names by itself only where it does not take a
 * type from what is given.
 */
export type NoOthers<Options extends GuardOptions> = {
  readonly [Name in Exclude<
    keyof Options,
    keyof GuardSettings | keyof IssuerOptions | 'issuers'
  >]?: never;
};

/** What is surely required: of a list whose length is not known, nothing but the access token is. */
type RequiredOf<Options extends GuardOptions> = Options extends {
  readonly required: readonly (infer Name extends TokenName)[];
}
  ? number extends Options['required']['length']
    ? 'access'
    : Name | 'access'
  : 'access';

/** `undefined` unless options surely let nobody in. */
type AnonymousOf<Options extends GuardOptions> = [
  'anonymous' extends keyof Options ? Exclude<Options['anonymous'], 'refuse' | undefined> : never,
] extends [never]
  ? never
  : undefined;

/** What `identify` of a guard with these options answers. */
export type IdentityOf<Options extends GuardOptions> =
  | Caller<RequiredOf<Options>>
  | AnonymousOf<Options>;
