/** What to do about a token of another kind. */
export const OTHER_KIND_HINT =
  'See which token the proxy forwards: the access token is needed, not the ID or refresh token.';
