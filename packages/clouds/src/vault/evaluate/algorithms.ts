/** What tokens are verified with where `jwt_supported_algs` does not say less (hashicorp/cap, jwt/algs.go, read 2026-11). */
export const VERIFIED_ALGORITHMS: readonly string[] = [
  ...['RS', 'ES', 'PS'].flatMap((kind) => [256, 384, 512].map((bits) => `${kind}${bits}`)),
  'EdDSA',
];
