export { buildGateway, type PreparedGateway, prepareGateway } from './build/build-gateway.ts';
export { vouchFilesOf } from './build/prepare-vouch.ts';
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
export { askHealth } from './vouch/listening/ask-health.ts';
export { type GivenValue } from './vouch/layers/given-value.ts';
export { openVouchGateway } from './vouch/open-vouch-gateway.ts';
export { createKeptSecrets, type KeptSecrets } from './vouch/signing/kept-secrets.ts';
export { readVouchConfig, type VouchSources } from './vouch/read-vouch-config.ts';
export { type VouchConfig } from './vouch/vouch-config.ts';
export { VOUCH_KEY_GROUPS, VOUCH_KEYS, type VouchKeyName } from './vouch/keys/all-keys.ts';
export { findVouchPlaces, placesOfFile } from './vouch/vouch-places.ts';
export { claimFieldName } from '../vouch/validate/claim-field.ts';
export { VOUCH_PROVIDERS } from '../vouch/vouch-provider.ts';
