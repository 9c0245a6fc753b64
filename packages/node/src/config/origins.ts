/** Where a setting comes from. */
export interface Origin {
  readonly layer: 'flag' | 'environment' | 'file' | 'default';
  /** The flag or the variable. */
  readonly name?: string;
  /** Where in the file: `drawbridge.yaml:12:7`. */
  readonly place?: string;
}

/** What came from where, by paths. A path that is not there came with the nearest one above it. */
export class Origins {
  readonly #byPath = new Map<string, Origin>();

  set(path: string, origin: Origin): void {
    this.#byPath.set(path, origin);
  }

  /** A setting takes the place of all that was given for its path and below. */
  replace(path: string, origin: Origin): void {
    for (const known of this.#byPath.keys()) {
      if (known.startsWith(`${path}.`) || known.startsWith(`${path}[`)) this.#byPath.delete(known);
    }
    this.#byPath.set(path, origin);
  }

  find(path: string): Origin | undefined {
    for (let at = path; ; at = parentOf(at)) {
      const origin = this.#byPath.get(at);
      if (origin !== undefined || at === '') return origin;
    }
  }
}

/** The path above. A member's name that has dots in it takes several steps, which does no harm. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0));
}

/** An origin as it stands in messages: where to go and look. */
export function placeOf({ place, name }: Origin): string | undefined {
  return place ?? name;
}
