import { expect, it } from 'vitest';
import { countExchanges } from './overhead-figure.ts';

it('adds up all series of the counter, and no other', () => {
  const metrics = `\
# HELP drawbridge_exchanges_total Calls of the token endpoint that were decided.
# TYPE drawbridge_exchanges_total counter
drawbridge_exchanges_total{code="ok",issuer="https://ci.test/{x}"} 41
drawbridge_exchanges_total{code="rule_denied",issuer=""} 1
drawbridge_exchange_duration_seconds_count{code="ok"} 7
`;
  expect(countExchanges(metrics)).toBe(42);
  expect(countExchanges('')).toBe(0);
});
