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
