import { DrawbridgeError } from '@drawbridge/core';

/** The same fault, with which token there is none of. @param what - it, in sentences: `the token for AWS` */
export function couldNotBeHad(what: string, fault: DrawbridgeError): DrawbridgeError {
  const { code, message, hint, token } = fault;
  return new DrawbridgeError(code, {
    detail: `${what} could not be had: ${message}`,
    ...(hint !== undefined && { hint }),
    ...(token !== undefined && { token }),
    cause: fault,
  });
}
