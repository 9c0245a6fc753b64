import { BUILT_IN_PROVIDERS } from './provider-keys.ts';

/** The name by which IAM knows an issuer without being told, by the issuer without its scheme. */
export function providerName(host: string): string | undefined {
  return BUILT_IN_PROVIDERS.get(host)?.hasTokens === true ? host : undefined;
}
