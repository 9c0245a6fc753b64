const string = { type: 'string' };
const seconds = { type: 'integer', description: 'Seconds since the epoch.' };
const claims = {
  type: 'object',
  description: 'Claims by their names.',
  additionalProperties: true,
};

/** The schemas of what is answered, by the names that the demo has for them. */
export const SCHEMAS = {
  api_cookie_encoded: envelope('vouch.cookie.encoded', 'cookie_encoded'),
  cookie_encoded: record({ cookie_name: string, cookie_value: string }, [
    'cookie_name',
    'cookie_value',
  ]),
  api_jwt_decoded: envelope('vouch.jwt.decoded', 'jwt_decoded'),
  jwt_decoded: record(
    {
      aud: string,
      custom_claims: claims,
      exp: seconds,
      iss: string,
      p_access_token: string,
      p_id_token: string,
      p_refresh_token: string,
      username: string,
    },
    ['aud', 'iss', 'username'],
  ),
  api_cilogon_tokens: envelope('cilogon.tokens', 'cilogon_tokens'),
  cilogon_tokens: record(
    { access_token: string, identity_token: claims, refresh_token: string },
    [],
  ),
  api_jwt_fully_decoded: envelope('vouch.jwt.fullydecoded', 'jwt_fully_decoded'),
  jwt_fully_decoded: record(
    {
      aud: string,
      cilogon_access_token: string,
      cilogon_identity_token: claims,
      cilogon_refresh_token: string,
      custom_claims: claims,
      exp: seconds,
      iss: string,
      username: string,
    },
    ['aud', 'iss', 'username'],
  ),
  error: record(
    {
      errors: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: record(
          {
            details: string,
            message: { type: 'string', description: 'The name of the status code.' },
            code: {
              type: 'string',
              description: 'To search for; not there where no cookie was sent.',
            },
            reason: { type: 'string', description: 'Why a cookie that was sent is not accepted.' },
          },
          ['details', 'message'],
        ),
      },
      size: { const: 1 },
      status: { type: 'integer' },
      type: { const: 'error' },
    },
    ['errors', 'size', 'status', 'type'],
  ),
};

function envelope(type: string, schema: string) {
  return record(
    {
      data: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: { $ref: `#/components/schemas/${schema}` },
      },
      size: { const: 1 },
      status: { const: 200 },
      type: { const: type },
      warnings: {
        type: 'array',
        minItems: 1,
        items: string,
        description:
          'What is to be known before the data is believed; not there where that is nothing.',
      },
    },
    ['data', 'size', 'status', 'type'],
  );
}

/** What has these members and no others. */
function record(properties: object, required: readonly string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}
