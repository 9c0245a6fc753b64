import { quote } from '@drawbridge/core';
import type { TypeName } from '../values/value.ts';
import { CompileFault } from './compile-fault.ts';

/** What is known of a type before an expression is evaluated. What is not told is not known. */
export interface KnownType {
  readonly type: TypeName;
  /** Of the keys of a map. */
  readonly key?: TypeName;
  /** Of the items of a list, or of what a map has under its keys. */
  readonly item?: KnownType;
  /** Those of an object, which has no others. */
  readonly fields?: ReadonlyMap<string, KnownType>;
}

export const DYN: KnownType = { type: 'dyn' };

/** The types that `null` is compared with (cel-go, checker/types.go: isLegacyNullable). */
const NULLABLE: ReadonlySet<TypeName> = new Set([
  'object',
  'optional_type',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
]);

/** `a.b`, as cel-go's checker takes it. @throws {CompileFault} */
export function typeOfField({ type, fields, item }: KnownType, field: string): KnownType {
  if (fields !== undefined) {
    const found = fields.get(field);
    if (found !== undefined) return found;
    throw new CompileFault(
      `there is no field ${quote(field)}, only ${[...fields.keys()].join(', ')}`,
    );
  }
  if (type === 'map') return item ?? DYN;
  if (type === 'dyn' || type === 'optional_type') return DYN;
  throw new CompileFault(`${type} has no fields, and ${quote(field)} is asked for`);
}

/** `a[b]`, as cel-go's checker takes it. @throws {CompileFault} */
export function typeOfMember({ type, key, item }: KnownType, index: KnownType): KnownType {
  if (type === 'dyn' || type === 'optional_type') return DYN;
  if (type !== 'list' && type !== 'map') throw new CompileFault(`${type} has no members`);
  const wanted = type === 'list' ? 'int' : key;
  if (wanted !== undefined && index.type !== 'dyn' && index.type !== wanted) {
    throw new CompileFault(`${index.type} is no ${type === 'list' ? 'index of a list' : 'key'}`);
  }
  return item ?? DYN;
}

/** Whether two types are known to be different ones. */
export function areDifferent(one: KnownType, other: KnownType): boolean {
  if (one.type === 'dyn' || other.type === 'dyn') return false;
  if (one.type !== other.type) {
    const [type, isWithNull] =
      one.type === 'null_type' ? [other.type, true] : [one.type, other.type === 'null_type'];
    return !isWithNull || !NULLABLE.has(type);
  }
  if (one.key !== undefined && other.key !== undefined && one.key !== other.key) return true;
  return one.item !== undefined && other.item !== undefined && areDifferent(one.item, other.item);
}

/** What a macro binds to its names: one is an item of a list or a key of a map, and two are an index or a key, and what is there. */
export function boundTypes(range: KnownType, names: 1 | 2): readonly KnownType[] {
  const item = range.item ?? DYN;
  const key: KnownType = range.key === undefined ? DYN : { type: range.key };
  if (range.type === 'list') return names === 1 ? [item] : [{ type: 'int' }, item];
  if (range.type === 'map') return names === 1 ? [key] : [key, item];
  if (range.type === 'dyn') return [DYN, DYN];
  throw new CompileFault(`${range.type} has no items`);
}

/** As CEL writes it: `list(string)`. */
export function nameOfType({ type, key, item }: KnownType): string {
  const inner = [key, item && nameOfType(item)].filter((name) => name !== undefined);
  return inner.length === 0 ? type : `${type}(${inner.join(', ')})`;
}
