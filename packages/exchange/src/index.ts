export { createExchange } from './create-exchange.ts';
export { type ExchangeOptions } from './exchange-options.ts';
