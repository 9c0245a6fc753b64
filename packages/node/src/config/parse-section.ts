import { configError } from '@drawbridge/core';
import type { z } from 'zod';
import { judge } from './judge.ts';

/**
 * Validates a value from a file or the command line.
 *
 * @param path - where the value stands, such as `exchange`
 * @param hint - what to do about faults
 * @throws {DrawbridgeError} `config_invalid`, with every fault and its path
 */
export function parseSection<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: string,
  hint?: string,
): z.output<T> {
  const judgement = judge(schema, value, path);
  if (judgement.faults === undefined) return judgement.value;
  throw configError(judgement.faults, hint);
}
