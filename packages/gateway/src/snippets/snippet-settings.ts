/** What a proxy is told in its configuration. */
export interface SnippetSettings {
  /** Where the proxy reaches the gateway: `HOST:PORT`, over plain HTTP. */
  readonly gateway: string;
  /** The host of `gateway.url`, as browsers write it. */
  readonly authHost: string;
  /** The host of the app, as browsers write it. */
  readonly app: string;
  /** Where the proxy reaches the app: `HOST:PORT`, over plain HTTP. */
  readonly upstream: string;
  /** The names of all fields that say who somebody is. */
  readonly fields: readonly string[];
  /** Whether the gateway answers at the addresses of oauth2-proxy, too. Default: false. */
  readonly oauth2Proxy?: boolean;
}
