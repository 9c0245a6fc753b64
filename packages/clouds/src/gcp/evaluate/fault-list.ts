import { DrawbridgeError, isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';

/** Faults are listed no further than that: a person reads them. */
const MAX_LISTED = 8;

/** Collects what is wrong with a value of a file, each with its place. */
export class FaultList {
  readonly #faults: string[] = [];

  add(place: string, what: string): void {
    this.#faults.push(place === '' ? what : `${place} ${what}`);
  }

  /** @throws {DrawbridgeError} `cloud_setting_invalid` with all that was added */
  throwIfAny(hint: string): void {
    if (this.#faults.length === 0) return;
    const listed = this.#faults.slice(0, MAX_LISTED);
    const more = this.#faults.length - listed.length;
    throw new DrawbridgeError('cloud_setting_invalid', {
      detail: `the trust cannot be read: ${listed.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
      hint,
    });
  }

  /** A member by either of its names; none is `undefined`, and so is null, by which Terraform says so. */
  member(object: JsonObject, place: string, names: readonly string[]): unknown {
    const given = names.filter((name) => (member(object, name) ?? undefined) !== undefined);
    if (given.length > 1) this.add(place, `has both ${given.map(quote).join(' and ')}`);
    return given[0] === undefined ? undefined : member(object, given[0]);
  }

  text(
    object: JsonObject,
    place: string,
    names: readonly [string, ...string[]],
  ): string | undefined {
    const value = this.member(object, place, names);
    if (value === undefined || typeof value === 'string') return value;
    this.add(join(place, names[0]), `is ${quote(value)}, and not text`);
    return undefined;
  }

  texts(
    object: JsonObject,
    place: string,
    names: readonly [string, ...string[]],
  ): readonly string[] {
    const value = this.member(object, place, names) ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    this.add(join(place, names[0]), 'is not a list of texts');
    return [];
  }

  object(value: unknown, place: string): JsonObject | undefined {
    if (isJsonObject(value)) return value;
    this.add(place, `is ${quote(value)}, and not an object`);
    return undefined;
  }

  /** What is not known here might say who is let in. */
  onlyKnown(object: JsonObject, place: string, known: ReadonlySet<string>): void {
    for (const name of Object.keys(object)) {
      if (!known.has(name)) this.add(place, `has ${quote(name)}, which is not known here`);
    }
  }
}

export function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
