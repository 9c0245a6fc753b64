import type { Clock, Store } from '@drawbridge/core';
import type { ConformanceCase } from './case.ts';
import { storeAdditionCases } from './store-addition-cases.ts';
import { storeChangeCases } from './store-change-cases.ts';
import { storeClockCases } from './store-clock-cases.ts';
import { storeLimitCases } from './store-limit-cases.ts';
import { storeModelCases } from './store-model-cases.ts';
import { storeRaceCases } from './store-race-cases.ts';

/**
 * What every store must do: each requirement of the interface, races within one process, and random calls
 * compared with a model.
 *
 * @param openStore - opens a store whose expiry is judged by the clock; it may hold entries of others, and
 *   each case closes its own. The clock stands still, in January 2026
 */
export function storeConformance(
  openStore: (clock: Clock) => Promise<Store>,
): readonly ConformanceCase[] {
  return [
    ...storeChangeCases(openStore),
    ...storeAdditionCases(openStore),
    ...storeClockCases(openStore),
    ...storeLimitCases(openStore),
    ...storeRaceCases(openStore),
    ...storeModelCases(openStore),
  ];
}
