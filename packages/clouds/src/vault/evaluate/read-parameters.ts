import {
  isJsonObject,
  type JsonObject,
  member,
  NO_JSON,
  oddNumber,
  readJson,
} from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';
import { shown } from '../../trust/shown.ts';

/**
 * Reads parameters as Vault's framework decodes them: a list may be text with commas, a number text, a length of time
 * text with a unit, and `null` stands for what is not set, as `vault read` prints it.
 *
 * A number is taken for written as JSON writes it, `5` and not `5.0`: Vault compares the letters of numbers, and what is parsed has
 * lost them. Who parses a file refuses others before (core, `oddNumber`).
 */
export interface ParameterReader {
  /** Empty where it is not set. */
  text(name: string): string;
  /** What Vault splits at commas, with white space at both ends taken off each. */
  list(name: string): readonly string[];
  flag(name: string): boolean;
  /** Seconds; 0 where it is not set. */
  seconds(name: string): number;
  /** An object, or the JSON of one as the command line writes it; empty where it is not set. */
  map(name: string): JsonObject;
  has(name: string): boolean;
  fault(name: string, message: string): void;
}

/** @param path - where the parameters stand in the file: `role` */
export function createParameterReader(
  parameters: JsonObject,
  path: string,
  faults: FileFaults,
): ParameterReader {
  const find = (name: string) => member(parameters, name) ?? undefined;
  const fault = (name: string, message: string) => faults.add(`${path}.${name}`, message);
  return {
    has: (name) => find(name) !== undefined,
    fault,

    text(name) {
      const value = find(name);
      if (value === undefined || typeof value === 'string') return value ?? '';
      fault(name, `is ${shown(value)}, and text is wanted`);
      return '';
    },

    list(name) {
      const value = find(name);
      if (value === undefined || value === '') return [];
      const items: readonly unknown[] =
        typeof value === 'string' ? value.split(',') : asList(value);
      if (!items.every((item) => typeof item === 'string')) {
        fault(name, `is ${shown(value)}, and a list of text is wanted`);
        return [];
      }
      return items.map(trim);
    },

    flag(name) {
      const value = find(name);
      if (value === undefined || value === false || value === 'false') return false;
      if (value === true || value === 'true') return true;
      fault(name, `is ${shown(value)}, and true or false is wanted`);
      return false;
    },

    seconds(name) {
      const value = find(name);
      if (value === undefined || value === '') return 0;
      const seconds = typeof value === 'string' ? parseSeconds(value) : value;
      if (typeof seconds === 'number' && Number.isSafeInteger(seconds)) return seconds;
      fault(
        name,
        `is ${shown(value)}, and whole seconds are wanted, or a length such as 90s or 5m`,
      );
      return 0;
    },

    map(name) {
      const value = find(name);
      if (value === undefined || value === '') return {};
      const read = typeof value === 'string' ? readJson(value) : { value };
      if (read.fault === undefined && isJsonObject(read.value)) {
        const number = typeof value === 'string' ? oddNumber(value) : undefined;
        if (number === undefined) return read.value;
        fault(name, `has the number ${number}, and Vault compares numbers letter by letter`);
        return {};
      }
      if (read.fault !== undefined && read.fault !== NO_JSON) {
        fault(name, read.fault);
        return {};
      }
      fault(name, `is ${shown(value)}, and an object with names and values is wanted`);
      return {};
    },
  };
}

/** Go's `strings.TrimSpace`: Unicode's White_Space, which is not quite what JavaScript's `trim` takes off. */
function trim(text: string): string {
  return text
    .replace(/^\p{White_Space}+/u, '')
    .replace(/(?<!\p{White_Space})\p{White_Space}+$/u, '');
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

/** `90`, `-1`, `90s`, `1h30m`, `2d`. @returns `undefined` for what is none */
function parseSeconds(text: string): number | undefined {
  if (/^-?\d{1,12}$/.test(text)) return Number(text);
  const [, days, hours, minutes, seconds] =
    /^(?:(\d{1,9})d|(?=\d)(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?)$/.exec(text) ?? [];
  const units = [days, hours, minutes, seconds];
  if (units.every((unit) => unit === undefined)) return undefined;
  const [d, h, m, s] = units.map((unit) => Number(unit ?? 0));
  return (d ?? 0) * 86_400 + (h ?? 0) * 3600 + (m ?? 0) * 60 + (s ?? 0);
}
