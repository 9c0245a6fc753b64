import { type ConfigFault, configError, type DrawbridgeError } from '@drawbridge/core';

/** A fault, and where what is faulty was given: `drawbridge.yaml:12:7`, a variable, a flag. */
export interface PlacedFault extends ConfigFault {
  readonly place?: string;
}

/** The error that reports faults with their places: `exchange.issuer (drawbridge.yaml:3:3) is missing`. */
export function placedError(faults: readonly PlacedFault[]): DrawbridgeError {
  return configError(
    faults.map(({ path, message, place }) => ({
      path: place === undefined ? path : `${path} (${place})`,
      message,
    })),
  );
}

/** In the order in which a reader comes upon the places: by line and column; what is in no file comes first. */
export function comparePlaces(a: PlacedFault, b: PlacedFault): number {
  const [lineA, columnA] = positionOf(a);
  const [lineB, columnB] = positionOf(b);
  return lineA === lineB ? columnA - columnB : lineA - lineB;
}

function positionOf({ path, place = path }: PlacedFault): readonly [line: number, column: number] {
  const match = /:(\d+):(\d+)$/.exec(place);
  return match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
}
