export { buildExchange, type BuiltExchange } from './build-exchange.ts';
export { type BuiltUpstream, buildUpstreams } from './build-upstreams.ts';
export { findExchangeFaults } from './find-exchange-faults.ts';
export {
  DEFAULT_LISTEN,
  exchangeSection,
  type ExchangeSection,
} from './section/exchange-section.ts';
