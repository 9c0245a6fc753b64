/**
 * The few functions of node:crypto that the engine uses, typed here because core
 * imports no `node:` module: it finds node:crypto at run time.
 */
export interface NodeCrypto {
  createPublicKey(input: { key: object; format: 'jwk' }): NodeKeyObject;
  createPrivateKey(input: { key: string; format: 'pem'; type: 'pkcs8' }): NodeKeyObject;
  sign(
    hash: string | null,
    data: Uint8Array,
    key: NodeSignKey,
    done?: (error: Error | null, signature: Uint8Array) => void,
  ): Uint8Array;
  verify(
    hash: string | null,
    data: Uint8Array,
    key: NodeSignKey,
    signature: Uint8Array,
    done?: (error: Error | null, valid: boolean) => void,
  ): boolean;
  createVerify(hash: string): {
    update(data: Uint8Array): void;
    verify(key: NodeSignKey, signature: Uint8Array): boolean;
  };
  hash(name: 'sha256', data: Uint8Array, encoding: 'buffer'): Uint8Array;
  readonly constants: {
    readonly RSA_PKCS1_PADDING: number;
    readonly RSA_PKCS1_PSS_PADDING: number;
    readonly RSA_PSS_SALTLEN_DIGEST: number;
  };
}

/** A node:crypto KeyObject, as far as it is looked into. */
export interface NodeKeyObject {
  readonly asymmetricKeyType?: string;
  readonly asymmetricKeyDetails?: {
    readonly modulusLength?: number;
    readonly publicExponent?: bigint;
    readonly namedCurve?: string;
  };
}

/** A key with the options its algorithm needs. */
export interface NodeSignKey {
  readonly key: NodeKeyObject;
  readonly padding?: number;
  readonly saltLength?: number;
  readonly dsaEncoding?: 'ieee-p1363';
}

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** node:crypto, or `undefined` on a runtime that has none. */
export function findNodeCrypto(): NodeCrypto | undefined {
  return builtinModule('node:crypto') as NodeCrypto | undefined;
}

/** How many cores this process may use; 1 where the runtime does not say. */
export function countCores(): number {
  const os = builtinModule('node:os') as { availableParallelism(): number } | undefined;
  return os?.availableParallelism() ?? 1;
}

function builtinModule(name: string): unknown {
  return (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.(name);
}
