/** Thrown within the parser; {@link parse} answers it. */
export class SyntaxFault extends Error {
  constructor(detail: string, at: number) {
    super(`${detail} at character ${at + 1}`);
  }
}

/** Thrown for what is nested more deeply than is read here. */
export class TooDeep extends Error {}
