import { quote } from '@drawbridge/core';
import { fault, unknown } from '../trouble.ts';
import { CelDuration, type CelResult, CelTimestamp } from '../values/value.ts';
import { defineFunction } from './define.ts';
import type { FunctionRow } from './function-table.ts';

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';
const SECOND = 1_000_000_000n;

/** From the year 1 to 9999; protobuf knows no others (timestamp.proto). */
const FIRST = -62_135_596_800n * SECOND;
const LAST = 253_402_300_800n * SECOND;

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['h', 3600n * SECOND],
  ['m', 60n * SECOND],
  ['s', SECOND],
  ['ms', 1_000_000n],
  ['us', 1000n],
  ['µs', 1000n],
  ['ns', 1n],
]);

/** Times and durations, without what tells their year, month or hour. */
export const TIME_ROWS: readonly FunctionRow[] = [
  defineFunction('timestamp', [TIMESTAMP], TIMESTAMP, ([time]) => time),
  defineFunction('timestamp', ['int'], TIMESTAMP, ([seconds]) => toTimestamp(seconds * SECOND)),
  defineFunction('timestamp', ['string'], TIMESTAMP, ([text]) => readTimestamp(text)),
  defineFunction('duration', [DURATION], DURATION, ([duration]) => duration),
  defineFunction('duration', ['string'], DURATION, ([text]) => readDuration(text)),
  defineFunction('int', [TIMESTAMP], 'int', ([{ nanoseconds }]) => floorSeconds(nanoseconds)),
  defineFunction('string', [TIMESTAMP], 'string', () => unknown('how a time is written as text')),
  defineFunction('string', [DURATION], 'string', () =>
    unknown('how a duration is written as text'),
  ),
  defineFunction('_+_', [TIMESTAMP, DURATION], TIMESTAMP, ([time, duration]) =>
    toTimestamp(time.nanoseconds + duration.nanoseconds),
  ),
  defineFunction('_+_', [DURATION, TIMESTAMP], TIMESTAMP, ([duration, time]) =>
    toTimestamp(time.nanoseconds + duration.nanoseconds),
  ),
  defineFunction('_+_', [DURATION, DURATION], DURATION, ([one, other]) =>
    toDuration(one.nanoseconds + other.nanoseconds),
  ),
  defineFunction('_-_', [TIMESTAMP, TIMESTAMP], DURATION, ([one, other]) =>
    toDuration(one.nanoseconds - other.nanoseconds),
  ),
  defineFunction('_-_', [TIMESTAMP, DURATION], TIMESTAMP, ([time, duration]) =>
    toTimestamp(time.nanoseconds - duration.nanoseconds),
  ),
  defineFunction('_-_', [DURATION, DURATION], DURATION, ([one, other]) =>
    toDuration(one.nanoseconds - other.nanoseconds),
  ),
];

function toTimestamp(nanoseconds: bigint): CelResult {
  if (nanoseconds >= FIRST && nanoseconds < LAST) return new CelTimestamp(nanoseconds);
  return fault('a time is before the year 1 or after 9999');
}

/** cel-go keeps them in 64 bits. */
function toDuration(nanoseconds: bigint): CelResult {
  const isInside = nanoseconds >= -(2n ** 63n) && nanoseconds < 2n ** 63n;
  return isInside ? new CelDuration(nanoseconds) : fault('a duration is too long');
}

function floorSeconds(nanoseconds: bigint): bigint {
  const seconds = nanoseconds / SECOND;
  return nanoseconds % SECOND < 0n ? seconds - 1n : seconds;
}

/** RFC 3339, section 5.6, with a capital T and Z. */
function readTimestamp(text: string): CelResult {
  const form =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;
  const parts = form.exec(text);
  if (parts === null) return fault(`${quote(text)} is no time`);
  const [, year, month, day, hour, minute, second, fraction = '', sign, ...offset] = parts;
  const date = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const milliseconds = Date.parse(date);
  // JavaScript makes March of the 30th of February.
  const isDate =
    Number.isFinite(milliseconds) &&
    new Date(milliseconds).toISOString().startsWith(date.slice(0, -1));
  const [hours = 0, minutes = 0] = offset.map((digits) => Number(digits ?? 0));
  if (!isDate || hours > 23 || minutes > 59) return fault(`${quote(text)} is no time`);
  const shift = (hours * 3600 + minutes * 60) * (sign === '-' ? -1 : 1);
  return toTimestamp(
    BigInt(milliseconds / 1000 - shift) * SECOND + BigInt(fraction.padEnd(9, '0')),
  );
}

/** Go, time.ParseDuration: `1h30m`, `-1.5s`. */
function readDuration(text: string): CelResult {
  const parts = /^([+-]?)((?:\d{1,18}(?:\.\d{1,18})?(?:h|ms|m|s|us|µs|ns)){1,10})$/.exec(text);
  if (text === '0') return new CelDuration(0n);
  if (parts === null) return fault(`${quote(text)} is no duration`);
  const [, sign, terms = ''] = parts;
  let sum = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of terms.matchAll(
    /(\d+)(?:\.(\d+))?(h|ms|m|s|us|µs|ns)/g,
  )) {
    const size = UNITS.get(unit) ?? 0n;
    sum += BigInt(whole) * size;
    sum += (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length);
  }
  return toDuration(sign === '-' ? -sum : sum);
}
