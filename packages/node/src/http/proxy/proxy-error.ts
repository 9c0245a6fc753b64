/** Thrown when a proxy opened no tunnel, whatever lies beyond it. It holds no credentials. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** `HOST:PORT` of the proxy. */
  readonly proxy: string;
  /** `HOST:PORT` that the tunnel should have led to. */
  readonly target: string;
  /** What it answered, if it did. */
  readonly status: number | undefined;
  /** Whether it was given credentials. */
  readonly authorized: boolean;

  constructor(
    { proxy, target, authorized }: Pick<ProxyError, 'proxy' | 'target' | 'authorized'>,
    reason: { readonly status: number } | { readonly cause: unknown },
  ) {
    super(
      `the proxy ${proxy} opened no tunnel to ${target}`,
      'cause' in reason ? { cause: reason.cause } : {},
    );
    this.proxy = proxy;
    this.target = target;
    this.authorized = authorized;
    this.status = 'status' in reason ? reason.status : undefined;
  }
}
