import type { Trouble } from '../trouble.ts';

/** A value of CEL. An int is a bigint, a double is a number. */
export type CelValue =
  | null
  | boolean
  | string
  | bigint
  | number
  | Uint8Array
  | CelUint
  | CelType
  | CelOptional
  | CelTimestamp
  | CelDuration
  | CelList
  | CelMap;

/** A value, or why there is none. */
export type CelResult = CelValue | Trouble;

/** Members may be what is not known: a number that was too large to read exactly. */
export type CelList = readonly CelResult[];
export type CelMap = ReadonlyMap<CelKey, CelResult>;
/** Numbers are equal keys whatever their type, so all are bigints. */
export type CelKey = string | bigint | boolean;

export class CelUint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A type as a value: `type(1) == int`. */
export class CelType {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class CelOptional {
  readonly value: CelValue | undefined;
  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

export class CelTimestamp {
  /** Since 1970 in UTC. */
  readonly nanoseconds: bigint;
  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

export class CelDuration {
  readonly nanoseconds: bigint;
  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

/** The types that functions tell apart; `dyn` is any. */
export type TypeName =
  | 'dyn'
  | 'null_type'
  | 'bool'
  | 'string'
  | 'bytes'
  | 'int'
  | 'uint'
  | 'double'
  | 'list'
  | 'map'
  | 'type'
  | 'optional_type'
  /** Has fields of its own, and is no map: known before an expression is evaluated alone. */
  | 'object'
  | 'google.protobuf.Timestamp'
  | 'google.protobuf.Duration';

export function typeOf(value: CelValue): TypeName {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  if (value === null) return 'null_type';
  if (isList(value)) return 'list';
  if (value instanceof Map) return 'map';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof CelUint) return 'uint';
  if (value instanceof CelType) return 'type';
  if (value instanceof CelOptional) return 'optional_type';
  return value instanceof CelTimestamp ? 'google.protobuf.Timestamp' : 'google.protobuf.Duration';
}

export function isList(value: CelResult): value is CelList {
  return Array.isArray(value);
}

export function isMap(value: CelResult): value is CelMap {
  return value instanceof Map;
}

/** What a value is called by as a key of a map, or the index of a list. */
export function keyOf(value: CelValue): CelKey | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') {
    return value;
  }
  if (value instanceof CelUint) return value.value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
