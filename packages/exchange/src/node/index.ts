export {
  buildExchange,
  type BuiltExchange,
  type PreparedExchange,
  prepareExchange,
} from './build-exchange.ts';
export { type BuiltUpstream, buildUpstreams } from './build-upstreams.ts';
export { findExchangeFaults } from './faults/find-exchange-faults.ts';
export { exchangeSection } from './section/checked-section.ts';
export { DEFAULT_LISTEN, type ExchangeSection } from './section/exchange-section.ts';
