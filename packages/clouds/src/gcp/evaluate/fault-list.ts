import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { createFileFaults } from '../../trust/file-faults.ts';
import { shown } from '../../trust/shown.ts';

/** Collects what is wrong with a value of a file, each with its place. */
export class FaultList {
  readonly #faults = createFileFaults('the provider of Google Cloud');

  /** @param what - the rest of a sentence that begins with the place */
  add(place: string, what: string): void {
    this.#faults.add(place === '' ? 'it' : place, what);
  }

  /** @throws {DrawbridgeError} `cloud_setting_invalid` with all that was added */
  throwIfAny(hint: string): void {
    const error = this.#faults.error(hint);
    if (error !== undefined) throw error;
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
    this.add(join(place, names[0]), `is ${shown(value)}, and not text`);
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
    this.add(place, `is ${shown(value)}, and not an object`);
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
