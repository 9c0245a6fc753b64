/** The part of ini-api 2 that tests use, as a second reader and editor of profiles; the package ships no types. */
declare module 'ini-api' {
  export class Ini {
    constructor(text?: string);
    getSection(name: string): IniSection | undefined;
  }

  export interface IniSection {
    readonly lines: readonly { readonly text: string }[];
  }
}
