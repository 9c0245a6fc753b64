/** A command that was run for the caller has ended, and not well: its exit code is ours, and nothing is said of it. */
export class ChildEnded extends Error {
  override readonly name = 'ChildEnded';
  /** From 1 to 255. */
  readonly code: number;

  constructor(code: number) {
    super('the command has ended');
    this.code = code;
  }
}
