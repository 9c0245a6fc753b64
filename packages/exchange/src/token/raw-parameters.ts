/** The parameters of a request as its body has them: by name all values, each of any JSON type. */
export type RawParameters = ReadonlyMap<string, readonly unknown[]>;
