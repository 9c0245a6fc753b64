import type { Meter } from '../meter.ts';
import type {
  CelDuration,
  CelList,
  CelMap,
  CelOptional,
  CelResult,
  CelTimestamp,
  CelType,
  CelUint,
  CelValue,
  TypeName,
} from '../values/value.ts';
import type { FunctionRow } from './function-table.ts';

/** The values of each type. */
interface Values {
  readonly dyn: CelValue;
  readonly null_type: null;
  readonly bool: boolean;
  readonly string: string;
  readonly bytes: Uint8Array;
  readonly int: bigint;
  readonly uint: CelUint;
  readonly double: number;
  readonly list: CelList;
  readonly map: CelMap;
  readonly type: CelType;
  readonly optional_type: CelOptional;
  readonly object: CelMap;
  readonly 'google.protobuf.Timestamp': CelTimestamp;
  readonly 'google.protobuf.Duration': CelDuration;
}

type Operands<Types extends readonly TypeName[]> = {
  readonly [Index in keyof Types]: Values[Types[Index]];
};

export function defineFunction<const Types extends readonly TypeName[]>(
  name: string,
  takes: Types,
  gives: TypeName,
  run: (operands: Operands<Types>, meter: Meter) => CelResult,
): FunctionRow {
  return { name, isMethod: false, takes, gives, run };
}

/** As {@link defineFunction}; the first operand is what the method is called of. */
export function defineMethod<const Types extends readonly TypeName[]>(
  name: string,
  takes: Types,
  gives: TypeName,
  run: (operands: Operands<Types>, meter: Meter) => CelResult,
): FunctionRow {
  return { name, isMethod: true, takes, gives, run };
}
