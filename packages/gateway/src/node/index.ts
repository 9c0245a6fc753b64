export { buildGateway, type PreparedGateway, prepareGateway } from './build/build-gateway.ts';
export { openSessions, type SessionsRuntime } from './build/open-sessions.ts';
export { type Reader, readersOf } from './build/reader-of.ts';
export { createSend, type CreateSendOptions } from './doctor/create-send.ts';
export { isPublicSuffix } from './doctor/is-public-suffix.ts';
export { ASKED_BY, type AskedBy } from '../compatibility/oauth2-proxy/asked-by.ts';
export { findGatewayFaults } from './faults/find-gateway-faults.ts';
export { buildInspector } from './inspector/build-inspector.ts';
export {
  type GivenInspector,
  INSPECTOR_LISTEN,
  type InspectorSettings,
} from './inspector/inspector-settings.ts';
export { readInspectorSettings } from './inspector/read-inspector-settings.ts';
export { gatewaySection } from './section/checked-section.ts';
export { DEFAULT_LISTEN, type GatewaySection } from './section/gateway-section.ts';
export { identityFieldNames } from './section/identity-fields.ts';
