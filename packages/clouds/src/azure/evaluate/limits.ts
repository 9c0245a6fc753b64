/**
 * Microsoft's documentation, "Important considerations and restrictions for federated identity credentials" (read 2026-11).
 */
export const LIMITS = {
  credentials: 20,
  /** Characters of an issuer, a subject and an audience each. */
  text: 600,
  /** Characters of an expression: Microsoft documents no limit, and this one is of this project. */
  expression: 4096,
  shortestName: 3,
  longestName: 120,
} as const;

/**
 * What stands for Entra as `aud`, by cloud. The first is documented; the others are what Microsoft's own libraries ask for (AzureAD/microsoft-identity-web
 * issue 2749 and pull request 3435, Azure/login issue 452, read 2026-11).
 */
export const EXCHANGE_AUDIENCES = {
  public: 'api://AzureADTokenExchange',
  usgov: 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
  france: 'api://AzureADTokenExchangeFrance',
  germany: 'api://AzureADTokenExchangeGermany',
} as const;

/** A cloud with an Entra of its own. */
export type EntraCloud = keyof typeof EXCHANGE_AUDIENCES;

/**
 * What Entra answers where nothing matches. The texts of the errors name what they are about: Azure/azure-workload-identity issues 340 and
 * 1200 (issuer), hashicorp/terraform-provider-azuread issue 1755 (audience), dotnet/maui pull request 31978 (subject), Azure/login issue 517 (its case);
 * Microsoft's documentation has 70021 for what is too new (all read 2026-11).
 */
export const CODES = {
  tooNew: 'AADSTS70021',
  issuer: 'AADSTS700211',
  audience: 'AADSTS700212',
  subject: 'AADSTS700213',
  subjectCase: 'AADSTS7002138',
  expression: 'AADSTS7002131',
  ownIssuer: 'AADSTS700222',
} as const;
