import type { Provider } from '@drawbridge/oauth';
import type { GatewayProvider } from '../sign-in/gateway-provider.ts';

/** A provider whose metadata is known, for one of our clients. */
export interface FoundClient {
  readonly name: string;
  readonly clientId: string;
  readonly provider: Provider;
}

/**
 * The providers of an issuer, compared letter by letter: several, where there are several clients at it.
 *
 * @returns none for an issuer that nobody configured
 * @throws what {@link GatewayProvider.find} does, where the issuer may be that of a provider that cannot be found
 */
export async function findByIssuer(
  providers: readonly GatewayProvider[],
  issuer: unknown,
): Promise<readonly FoundClient[]> {
  const outcomes = await Promise.allSettled(
    providers.map(async (each) => ({ ...(await each.find()), each })),
  );
  const found = outcomes
    .filter((outcome) => outcome.status === 'fulfilled')
    .map(({ value: { each, provider } }) => ({
      name: each.name,
      clientId: each.clientId,
      provider,
    }))
    .filter(({ provider }) => provider.issuer === issuer);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (found.length === 0 && failed !== undefined) throw failed.reason;
  return found;
}
