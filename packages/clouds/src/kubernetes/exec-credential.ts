import { DrawbridgeError, isJsonObject, member, parseJsonObject, quote } from '@drawbridge/core';

/** The versions of the protocol that a client may ask for. They differ in nothing that we answer. */
const VERSIONS = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
] as const;
type ExecVersion = (typeof VERSIONS)[number];

/** Seconds before its end at which a token is given back as ended, so that none ends on its way. */
const SPARE = 10;

/**
 * The version of the answer that a client of Kubernetes asks for in `KUBERNETES_EXEC_INFO` (kubernetes.io, "client-go
 * credential plugins"). Where it asks for nothing, v1.
 *
 * @param info - the variable's value
 * @throws {DrawbridgeError} `usage_invalid` for what is no ExecCredential of a version that is known
 */
export function execVersion(info: string | undefined): ExecVersion {
  if (info === undefined || info === '') return 'client.authentication.k8s.io/v1';
  const asked = parse(info);
  const apiVersion = asked && member(asked, 'apiVersion');
  const version = VERSIONS.find((known) => known === apiVersion);
  if (asked !== undefined && member(asked, 'kind') === 'ExecCredential' && version !== undefined) {
    return version;
  }
  throw new DrawbridgeError('usage_invalid', {
    detail: `KUBERNETES_EXEC_INFO asks for ${apiVersion === undefined ? 'no version' : quote(apiVersion)}`,
    hint: `Set apiVersion of exec in the kubeconfig to ${VERSIONS[0]}.`,
  });
}

/** A token for a cluster. */
export interface ClusterToken {
  readonly idToken: string;
  /** Seconds since the epoch. */
  readonly expiresAt?: number | undefined;
}

/**
 * What an exec plugin of a kubeconfig prints, as one line of JSON. The client keeps the token until the time that is told,
 * and runs the plugin again then, or when the cluster answers 401.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function execCredential(token: ClusterToken, info: string | undefined): string {
  const { idToken, expiresAt } = token;
  const ends =
    expiresAt === undefined ? undefined : new Date((Math.floor(expiresAt) - SPARE) * 1000);
  return JSON.stringify({
    apiVersion: execVersion(info),
    kind: 'ExecCredential',
    status: {
      ...(ends !== undefined && { expirationTimestamp: ends.toISOString().replace('.000Z', 'Z') }),
      token: idToken,
    },
  });
}

function parse(info: string) {
  const value = parseJsonObject(new TextEncoder().encode(info));
  return isJsonObject(value) ? value : undefined;
}
