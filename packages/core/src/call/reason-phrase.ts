/** Those of the statuses that Drawbridge answers with (RFC 9110 section 15, RFC 6585). */
const PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The reason phrase of a status, for where one has to be: nobody should read it (RFC 9112 section 4). */
export function reasonPhrase(status: number): string {
  return PHRASES[status] ?? 'Unnamed';
}
