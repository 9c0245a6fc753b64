import type { CloudFault } from './cloud-fault.ts';
import type { SiteReply, SiteRequest } from './network.ts';

/** How a site of a cloud answers in JSON. */
export interface JsonSite {
  /** Does what is asked. @throws what {@link asFault} makes a fault of */
  act(request: SiteRequest): object | Promise<object>;
  /** The status of a success. Default: 200. */
  statusOf?(request: SiteRequest): number;
  /** Tells what was thrown as a fault. */
  asFault(cause: unknown): CloudFault;
  /** What the body says of a fault. */
  asBody(fault: CloudFault): object;
}

/** Makes a site that answers in JSON, and with nothing where the status is 204. */
export function jsonSite({ act, statusOf = () => 200, asFault, asBody }: JsonSite) {
  return async (request: SiteRequest): Promise<SiteReply> => {
    try {
      const body = await act(request);
      const status = statusOf(request);
      return { status, body: status === 204 ? '' : JSON.stringify(body) };
    } catch (cause) {
      const fault = asFault(cause);
      return { status: fault.status, body: JSON.stringify(asBody(fault)) };
    }
  };
}

/** The body of a token endpoint's refusal (RFC 6749 section 5.2). */
export function tokenError({ code, message }: CloudFault): object {
  return { error: code, error_description: message };
}
