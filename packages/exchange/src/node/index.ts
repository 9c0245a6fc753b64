export { buildExchange, type BuiltExchange, type Surroundings } from './build-exchange.ts';
export { exchangeSection, type ExchangeSection } from './section.ts';
