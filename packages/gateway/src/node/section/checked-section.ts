import { checked } from '@drawbridge/node/config';
import { findGatewayFaults } from '../faults/find-gateway-faults.ts';
import { siftSection } from '../faults/sift-section.ts';
import { type GatewaySection, gatewaySchema } from './gateway-section.ts';

/** The section `gateway` of the configuration. */
export const gatewaySection = checked(gatewaySchema, (given, isValid) =>
  findGatewayFaults(isValid ? (given as GatewaySection) : siftSection(given)),
);
