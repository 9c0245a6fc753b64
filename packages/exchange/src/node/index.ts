export { buildExchange, type BuiltExchange } from './build-exchange.ts';
export { findExchangeFaults } from './find-exchange-faults.ts';
export { exchangeSection, type ExchangeSection } from './section/exchange-section.ts';
