import { checked } from '@drawbridge/node/config';
import { findExchangeFaults } from '../faults/find-exchange-faults.ts';
import { siftSection } from '../faults/sparse-section.ts';
import { type ExchangeSection, exchangeSchema } from './exchange-section.ts';

/** The section `exchange` of the configuration. */
export const exchangeSection = checked(exchangeSchema, (given, isValid) =>
  findExchangeFaults(isValid ? (given as ExchangeSection) : siftSection(given)),
);
