/** The hosts whose apps are behind the gateway. */
export interface AppHosts {
  /** @param host - as a question has it: of an app, letter by letter, or below a name that was given as `*.example.com` */
  has(host: string): boolean;
}
