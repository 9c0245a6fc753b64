export { buildExchange, type BuiltExchange, findExchangeFaults } from './build-exchange.ts';
export { exchangeSection, type ExchangeSection } from './section.ts';
