import { type Operation, OPERATIONS, TAG } from './operations.ts';
import { SCHEMAS } from './schemas.ts';

/** The description of the steps, in OpenAPI 3.1. @param serverUrl - where they are */
export function openApi(serverUrl: string, cookieName: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Drawbridge inspector',
      description: `What is in the cookie of Vouch Proxy, step by step. Sign in: ${serverUrl}/login. Sign out: ${serverUrl}/logout.`,
      version: '1.0.0',
    },
    servers: [{ url: serverUrl }],
    tags: [
      { name: TAG, description: 'The cookie of Vouch Proxy, which is shown to who holds it.' },
    ],
    security: [{ cookie: [] }],
    paths: Object.fromEntries(
      OPERATIONS.map((operation) => [operation.path, { get: describe(operation) }]),
    ),
    components: {
      securitySchemes: { cookie: { type: 'apiKey', in: 'cookie', name: cookieName } },
      schemas: SCHEMAS,
    },
  };
}

function describe({ operationId, summary, description, schema }: Operation): object {
  return {
    tags: [TAG],
    summary,
    description,
    operationId,
    responses: {
      200: answer('OK', schema),
      401: answer('There is no cookie, or it is not accepted: `reason` says why.', 'error'),
      403: answer('Another site led the browser here.', 'error'),
      503: answer('It cannot be said whether the cookie was ended.', 'error'),
    },
  };
}

function answer(description: string, schema: string): object {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}
