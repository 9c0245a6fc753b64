import type { GooglePlan } from './google-plan.ts';

/** A provider as the REST API takes it (projects.locations.workloadIdentityPools.providers.create). */
export interface ProviderBody {
  /** Google's answers have it, and a request need not; it says which audience is the default one. */
  readonly name?: string;
  readonly attributeMapping: Readonly<Record<string, string>>;
  readonly attributeCondition: string;
  readonly oidc: {
    readonly issuerUri: string;
    readonly allowedAudiences?: readonly string[];
    readonly jwksJson?: string;
  };
}

export function providerBody({
  mapping,
  condition,
  issuer,
  audiences,
  jwks,
  name,
}: GooglePlan): ProviderBody {
  return {
    ...(name !== undefined && { name }),
    attributeMapping: mapping,
    attributeCondition: condition,
    oidc: {
      issuerUri: issuer,
      ...(audiences.length > 0 && { allowedAudiences: audiences }),
      ...(jwks !== undefined && { jwksJson: JSON.stringify(jwks) }),
    },
  };
}
