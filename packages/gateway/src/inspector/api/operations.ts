import type { StepPath } from './steps.ts';

/** The tag that all operations have, which is in the demo's addresses. */
export const TAG = 'vouch-proxy';

/** What an operation is called, and what it answers. */
export interface Operation {
  readonly path: StepPath;
  /** As the demo has it: generated clients name their functions by it, and addresses of its page end with it. */
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** Of the schema of its answer. */
  readonly schema: string;
}

/** The four steps, in their order. */
export const OPERATIONS: readonly Operation[] = [
  {
    path: '/step1-encoded-vouch-cookie',
    operationId: 'step1_encoded_vouch_cookie_get',
    summary: 'The cookie as your browser has it',
    description:
      'The name and the value of the cookie: a JWT, compressed with gzip and written in base64url. Where it is in several cookies, they are put together.',
    schema: 'api_cookie_encoded',
  },
  {
    path: '/step2-decoded-vouch-jwt',
    operationId: 'step2_decoded_vouch_jwt_get',
    summary: 'The JWT that is in it',
    description:
      'What Vouch Proxy says of you, once the signature of the cookie was verified: your user name, your claims, and the tokens that it keeps.',
    schema: 'api_jwt_decoded',
  },
  {
    path: '/step3-decoded-cilogon-tokens',
    operationId: 'step3_decoded_cilogon_tokens_get',
    summary: 'The tokens of your provider, with the ID token decoded',
    description:
      'The access token and the refresh token as they are, and the claims of the ID token, whose signature is held against the keys of its issuer.',
    schema: 'api_cilogon_tokens',
  },
  {
    path: '/step4-fully-decoded-jwt',
    operationId: 'step4_fully_decoded_jwt_get',
    summary: 'All of it, decoded',
    description: 'The JWT with the claims of the ID token in it.',
    schema: 'api_jwt_fully_decoded',
  },
];
