/**
 * IAM API, projects.locations.workloadIdentityPools.providers: attributeMapping, attributeCondition, Oidc (cloud.google.com/iam/docs/reference/rest,
 * read 2026-11). Characters, but for the numbers of things; google.subject has 127 bytes at most ("characters" on the page of Workload
 * Identity Federation), and all attributes together have 8 KB, which was raised to 16 KB for workforce pools.
 */
export const LIMITS = {
  audiences: 10,
  audience: 256,
  attributes: 50,
  attributeName: 100,
  mapping: 2048,
  condition: 4096,
  subject: 127,
  total: 8192,
  raisedTotal: 16_384,
} as const;
