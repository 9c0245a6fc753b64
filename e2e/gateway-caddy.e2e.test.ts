import { startGatewayCaddy } from './support/gateway-proxies.ts';
import { describeGateway } from './support/gateway-scenario.ts';

describeGateway('caddy', startGatewayCaddy);
