// @ts-check
// The answers of each route, for the OpenAPI document.

const refusal = {
  type: 'object',
  properties: {
    error: { type: 'string' },
    error_description: { type: 'string' },
    code: { type: 'string' },
  },
};
const refused = { 401: { description: 'There is no token, or it is not accepted', ...refusal } };
const forbidden = { 403: { description: 'The token lacks the scope or the role', ...refusal } };

const text = { type: 'string' };
const order = { type: 'object', properties: { id: text, text } };
const person = { type: 'object', properties: { subject: text, name: { ...text, nullable: true } } };

/** Of `GET /orders`. */
export const LISTED = {
  200: { description: 'All orders', type: 'array', items: order },
  ...refused,
  ...forbidden,
};

/** Of `DELETE /orders/:id`. */
export const REMOVED = {
  204: { description: 'The order is gone', type: 'null' },
  404: { description: 'There is no such order', type: 'null' },
  ...refused,
  ...forbidden,
};

/** Of `GET /me`, which asks for a token alone. */
export const TOLD = { 200: { description: 'Who is calling', ...person }, ...refused };
