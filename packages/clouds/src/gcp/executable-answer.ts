/** A token that Google Cloud trades. */
export interface SubjectToken {
  readonly idToken: string;
  /** Seconds since the epoch. */
  readonly expiresAt?: number | undefined;
}

/** What an executable-sourced credential prints (google.aip.dev 4117, "Executable-sourced credentials"). */
export function executableAnswer({ idToken, expiresAt }: SubjectToken): string {
  return JSON.stringify({
    version: 1,
    success: true,
    token_type: 'urn:ietf:params:oauth:token-type:id_token',
    id_token: idToken,
    ...(expiresAt !== undefined && { expiration_time: Math.floor(expiresAt) }),
  });
}

/** The same for a failure: the libraries show code and message. @param message - without secrets */
export function executableFailure(code: string, message: string): string {
  return JSON.stringify({ version: 1, success: false, code, message });
}
