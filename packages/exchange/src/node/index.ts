export { buildExchange, type BuiltExchange } from './build-exchange.ts';
export { exchangeSection, type ExchangeSection } from './section.ts';
