export { basePathOf } from './base-path.ts';
export { type Client, type ClientCertificate } from './client/client.ts';
export { createExchange, type Exchange } from './create-exchange.ts';
export {
  type Compatibility,
  type ExchangeOptions,
  type SigningPreference,
} from './exchange-options.ts';
