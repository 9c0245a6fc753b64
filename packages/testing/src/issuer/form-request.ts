import { authenticate, type TestClient } from './test-clients.ts';

/** A request to an endpoint that takes forms from clients. */
export interface FormRequest {
  readonly client: TestClient;
  readonly form: URLSearchParams;
}

/** Reads such a request (RFC 6749 section 3.2). @returns the refusal, when it is none */
export async function readForm(
  request: Request,
  clients: readonly TestClient[],
): Promise<FormRequest | Response> {
  if (request.method !== 'POST') return refuse('invalid_request', 405, { allow: 'POST' });
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded *(?:;|$)/i.test(type)) {
    return refuse('invalid_request', 400);
  }
  const form = new URLSearchParams(await request.text());
  // Section 3.2: parameters must not be there more than once.
  if (new Set(form.keys()).size !== form.size) return refuse('invalid_request', 400);
  const authorization = request.headers.get('authorization');
  const client = authenticate(authorization, form, clients);
  if (client !== undefined) return { client, form };
  // Section 5.2: who used a scheme is answered with it.
  return refuse(
    'invalid_client',
    401,
    authorization === null ? {} : { 'www-authenticate': 'Basic realm="test issuer"' },
  );
}

/** A refusal of RFC 6749 section 5.2. */
export function refuse(
  error: string,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return answerJson({ error }, status, headers);
}

/** An answer that nobody may keep: RFC 6749 section 5.1. */
export function answerJson(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...headers,
    },
  });
}
