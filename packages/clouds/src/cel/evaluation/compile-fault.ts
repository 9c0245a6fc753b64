/** Thrown for what a relying party would refuse when it is set up. */
export class CompileFault extends Error {}
