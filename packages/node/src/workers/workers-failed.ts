/** Workers that could not be kept running. They told why themselves, where it was a fault that they found. */
export class WorkersFailed extends Error {
  override readonly name = 'WorkersFailed';
  /** With which the last of them ended; `undefined` where a signal ended it. */
  readonly exitCode: number | undefined;

  constructor(exitCode: number | undefined) {
    super('the workers could not be kept running');
    this.exitCode = exitCode;
  }
}
