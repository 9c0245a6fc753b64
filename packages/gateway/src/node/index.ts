export { buildGateway, type PreparedGateway, prepareGateway } from './build/build-gateway.ts';
export { ASKED_BY, type AskedBy } from '../compatibility/oauth2-proxy/asked-by.ts';
export { findGatewayFaults } from './faults/find-gateway-faults.ts';
export { gatewaySection } from './section/checked-section.ts';
export { DEFAULT_LISTEN, type GatewaySection } from './section/gateway-section.ts';
export { identityFieldNames } from './section/identity-fields.ts';
