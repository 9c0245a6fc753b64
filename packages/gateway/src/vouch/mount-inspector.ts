import type { Service } from '@drawbridge/core';
import type { Inspector } from '../inspector/create-inspector.ts';

/** An inspector below a document root. */
export interface MountedInspector {
  readonly service: Service;
  /** Whole paths, the document root in front. */
  readonly paths: readonly string[];
}

/** Puts an inspector below a document root. It is asked by its own paths, as if there were none. */
export function mountInspector(inspector: Inspector, documentRoot: string): MountedInspector {
  return {
    service: {
      handle: (call) =>
        inspector.handle({ ...call, target: call.target.slice(documentRoot.length) }),
      close: () => inspector.close(),
    },
    paths: inspector.paths.map((path) => documentRoot + path),
  };
}
