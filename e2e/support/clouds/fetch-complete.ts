/** Documents of the issuer, with what AWS asks for in discovery and a private issuer need not have. */
export async function fetchComplete(url: string, timeout: number) {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeout) });
  const found = (await response.json()) as object;
  const asked = {
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub'],
  };
  return { status: response.status, body: JSON.stringify({ ...asked, ...found }) };
}
