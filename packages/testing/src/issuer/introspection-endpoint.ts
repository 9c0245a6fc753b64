import { answerJson, readForm, refuse } from './form-request.ts';
import type { KnownTokens } from './known-tokens.ts';
import type { TestClient } from './test-clients.ts';

/** Answers an introspection request (RFC 7662 section 2) of a client that has a secret. */
export async function answerIntrospection(
  request: Request,
  clients: readonly TestClient[],
  known: KnownTokens,
): Promise<Response> {
  const read = await readForm(request, clients);
  if (read instanceof Response) return read;
  // Section 2.1: the endpoint must require authorization, or it would help to guess tokens.
  if (read.client.clientSecret === undefined) return refuse('invalid_client', 401);
  const token = read.form.get('token');
  if (token === null) return refuse('invalid_request');
  const claims = await known.describe(token);
  return answerJson(claims === undefined ? { active: false } : { ...claims, active: true });
}
