/** The parameters of a request as its body has them. Absent, or of any JSON type. */
export interface RawParameters {
  readonly token?: unknown;
  readonly alg?: unknown;
}
