import { guardPart } from './api/guard-part.ts';
import { injectPart } from './api/inject-part.ts';
import { gatewayPart } from './gateway/gateway-part.ts';
import { openGateway } from './gateway/open-gateway.ts';
import { issuerPart } from './issuer/issuer-part.ts';
import { loginPart } from './login/login-part.ts';
import type { Surroundings } from './surroundings.ts';
import type { Tryable } from './tryable.ts';

/**
 * Opens the parts beside the exchange, each near a port.
 *
 * @param near - that of the exchange; the provider and the home page have the next two
 * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
 */
export async function openParts(
  near: number,
  surroundings: Omit<Surroundings, 'port'>,
): Promise<readonly Tryable[]> {
  const at = (place: number) => ({ ...surroundings, port: near === 0 ? 0 : near + place });
  const opening = [openGateway(at(3)), issuerPart(at(4)), openApi()] as const;
  // Also where one fails: what opens later is known to nobody who ends it.
  await Promise.allSettled(opening);
  const [gateway, issuer, api] = await Promise.all(opening);
  const { http } = surroundings.runtime;
  return [gatewayPart(gateway, http), issuer, loginPart(surroundings), ...api];

  async function openApi(): Promise<readonly Tryable[]> {
    const guard = await guardPart(at(5));
    return [guard, await injectPart(guard.apiUrl, at(6))];
  }
}
