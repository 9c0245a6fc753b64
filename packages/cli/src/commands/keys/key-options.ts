import { join } from 'node:path';
import { ALGORITHM_NAMES, DrawbridgeError, type Schedule } from '@drawbridge/core';
import { InvalidArgumentError, Option } from 'commander';
import type { CommonOptions, Context } from '../../context.ts';

/** The option that names an algorithm. */
export function algorithmOption(help: string): Option {
  return new Option('--alg <alg>', help).choices(ALGORITHM_NAMES);
}

/** The folder of the key ring. */
export async function ringFolder(context: Context, options: CommonOptions): Promise<string> {
  return join(await context.data(options), 'keys');
}

/** The schedule that the configuration gives the ring; a command must not have another than the exchange. */
export async function ringSchedule(context: Context, options: CommonOptions): Promise<Schedule> {
  const { publishDelay, retiredFor } = (await context.config(options)).exchange?.keys ?? {};
  return { publishDelay, retiredFor };
}

/** A moment that is given as a date, in seconds since the epoch. */
export function moment(value: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(milliseconds) || !/(?:Z|[+-]\d\d:\d\d)$/.test(value)) {
    throw new InvalidArgumentError('Give a time such as 2026-12-01T04:00:00Z.');
  }
  return Math.ceil(milliseconds / 1000);
}

/** A fault of what was asked for. */
export function usage(detail: string, hint: string): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', { detail, hint });
}
