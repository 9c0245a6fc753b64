import { DrawbridgeError, parseUrl } from '@drawbridge/core';
import { severalTexts, singleText } from './parameters.ts';
import type { RawParameters } from './raw-parameters.ts';

/** RFC 8693 section 2.1. */
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** The token types (RFC 8693 section 3) that come in and go out here: signed JWTs that say who somebody is. */
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const TOKEN_TYPES = [ID_TOKEN, JWT];

/** What RFC 8693 lets a caller say beside the token. */
export interface ExchangeParameters {
  /** Whether the request names its grant type: then it follows the letter of the RFC. */
  readonly named: boolean;
  /** The audiences and resources that the new token should be for. */
  readonly audiences: readonly string[];
  /** The `issued_token_type` of the reply. */
  readonly issuedTokenType: string;
}

/**
 * Reads the parameters of a token exchange (RFC 8693 section 2.1) other than the tokens. What
 * is not supported is refused, each with its own error: nobody shall believe that it was heeded.
 *
 * @throws {DrawbridgeError} `grant_type_unsupported`, `parameter_missing`, `parameter_invalid`,
 *   `scope_unsupported`, `target_malformed`
 */
export function readExchangeParameters(parameters: RawParameters): ExchangeParameters {
  const grantType = singleText(parameters, 'grant_type');
  if (grantType !== undefined && grantType !== TOKEN_EXCHANGE) {
    throw new DrawbridgeError('grant_type_unsupported', { hint: `Send ${TOKEN_EXCHANGE}.` });
  }
  const named = grantType !== undefined;
  requireOwnNames(parameters, named);
  requireTokenType(parameters, 'subject_token_type', named);
  refuseActor(parameters);
  refuseScope(parameters);
  return {
    named,
    audiences: [...severalTexts(parameters, 'audience'), ...readResources(parameters)],
    issuedTokenType: requireTokenType(parameters, 'requested_token_type', false) ?? ID_TOKEN,
  };
}

/** `subject_token` belongs to the RFC's form of the request, `token` to the short one. */
function requireOwnNames(parameters: RawParameters, named: boolean): void {
  if (!named && parameters.has('subject_token')) {
    throw new DrawbridgeError('parameter_missing', {
      hint: `Beside "subject_token" give "grant_type": ${TOKEN_EXCHANGE}.`,
    });
  }
  if (named && parameters.has('token')) {
    throw new DrawbridgeError('parameter_invalid', {
      hint: 'With "grant_type", the token is given as "subject_token", not as "token".',
    });
  }
}

function requireTokenType(
  parameters: RawParameters,
  name: string,
  required: boolean,
): string | undefined {
  const type = singleText(parameters, name);
  if (type === undefined) {
    if (!required) return undefined;
    throw new DrawbridgeError('parameter_missing', { hint: `Give "${name}": ${ID_TOKEN}.` });
  }
  if (TOKEN_TYPES.includes(type)) return type;
  throw new DrawbridgeError('parameter_invalid', {
    hint: `"${name}" must be one of ${TOKEN_TYPES.join(', ')}.`,
  });
}

function refuseActor(parameters: RawParameters): void {
  const name = ['actor_token', 'actor_token_type'].find((candidate) => parameters.has(candidate));
  if (name === undefined) return;
  throw new DrawbridgeError('parameter_invalid', {
    hint: `"${name}" is not supported: the new token speaks for its subject alone.`,
  });
}

/** An identity has no scopes. `openid` asks for what is given anyway. */
function refuseScope(parameters: RawParameters): void {
  const scope = singleText(parameters, 'scope');
  if (scope === undefined || /^(?:openid)? *$/.test(scope)) return;
  throw new DrawbridgeError('scope_unsupported', {
    hint: 'What the new token is good for is said by its audience.',
  });
}

/** RFC 8707 section 2: absolute URIs without a fragment. They count as audiences. */
function readResources(parameters: RawParameters): readonly string[] {
  const resources = severalTexts(parameters, 'resource');
  if (resources.every((resource) => parseUrl(resource) !== undefined && !resource.includes('#'))) {
    return resources;
  }
  throw new DrawbridgeError('target_malformed', {
    hint: 'A "resource" must be an absolute URI without a fragment.',
  });
}
