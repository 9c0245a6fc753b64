import type { Hash } from './algorithms.ts';

/**
 * The few functions of node:crypto that the engine uses, typed here because core
 * imports no `node:` module: it finds node:crypto at run time.
 */
export interface NodeCrypto {
  createPublicKey(input: { key: object; format: 'jwk' }): NodeKeyObject;
  createPrivateKey(input: { key: Uint8Array; format: 'der'; type: 'pkcs8' }): NodeKeyObject;
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
    /** Text is hashed as UTF-8. */
    update(data: Uint8Array | string): void;
    verify(key: NodeSignKey, signature: Uint8Array): boolean;
  };
  hash(name: Hash, data: Uint8Array, encoding: 'buffer'): Uint8Array;
  /** Text is hashed as UTF-8. */
  hash(name: Hash, data: string, encoding: 'base64url'): string;
  readonly constants: {
    readonly RSA_PKCS1_PADDING: number;
    readonly RSA_PKCS1_PSS_PADDING: number;
    readonly RSA_PSS_SALTLEN_DIGEST: number;
  };
}

/** A node:crypto KeyObject. It is handed back as it is, and not looked into. */
export interface NodeKeyObject {
  readonly type: string;
}

/** A key with the options its algorithm needs. */
export interface NodeSignKey {
  readonly key: NodeKeyObject;
  readonly padding?: number;
  readonly saltLength?: number;
  readonly dsaEncoding?: 'ieee-p1363';
}

interface NodeProcess {
  readonly versions?: Readonly<Record<string, string>>;
  getBuiltinModule?(name: string): unknown;
}

/**
 * node:crypto of Node itself; `undefined` elsewhere. Cloudflare Workers, Bun and Deno have a module of that name too,
 * each with differences of its own: workerd's `verify` takes no key object with options. All have WebCrypto.
 */
export function findNodeCrypto(): NodeCrypto | undefined {
  const { versions = {} } = (globalThis as { process?: NodeProcess }).process ?? {};
  // workerd names OpenSSL and leaves its version empty.
  if (!versions['openssl'] || 'bun' in versions || 'deno' in versions) return undefined;
  return builtinModule('node:crypto') as NodeCrypto | undefined;
}

/** How many cores this process may use; 1 where the runtime does not say. */
export function countCores(): number {
  const os = builtinModule('node:os') as { availableParallelism?(): number } | undefined;
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return os?.availableParallelism?.() ?? navigator?.hardwareConcurrency ?? 1;
}

function builtinModule(name: string): unknown {
  return (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.(name);
}
