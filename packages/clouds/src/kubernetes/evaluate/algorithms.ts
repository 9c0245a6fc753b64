/** What API servers can verify (oidc.go: allowedSigningAlgs). With a file there is no way to take fewer. */
export const ALGORITHMS: readonly string[] = ['RS', 'ES', 'PS'].flatMap((kind) =>
  [256, 384, 512].map((bits) => `${kind}${bits}`),
);
