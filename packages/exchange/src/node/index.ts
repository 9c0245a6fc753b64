export { buildExchange, type BuiltExchange } from './build-exchange.ts';
export { buildTls } from './build-tls.ts';
export { type BuiltUpstream, buildUpstreams } from './build-upstreams.ts';
export { findExchangeFaults } from './faults/find-exchange-faults.ts';
export { exchangeSection } from './section/checked-section.ts';
export { type ExchangeSection } from './section/exchange-section.ts';
export { createSettingReader, type SettingReader } from './setting-reader.ts';
