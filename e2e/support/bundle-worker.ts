import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles a module with our packages, from their sources, into one module that imports nothing: what a worker is
 * deployed as.
 *
 * @param path - of the module, from the root of the repository
 */
export async function bundleWorker(path: string): Promise<string> {
  const build = await rolldown({
    input: `${root}${path}`,
    cwd: root,
    // Nothing of Node is at hand, so an import of it is a fault.
    platform: 'neutral',
    resolve: { conditionNames: ['@drawbridge/source', 'import', 'default'] },
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  try {
    const { output } = await build.generate({ format: 'esm', codeSplitting: false });
    const [chunk, ...more] = output;
    if (more.length > 0) throw new Error(`${path} became ${output.length} files`);
    if (chunk.imports.length > 0) throw new Error(`${path} imports ${chunk.imports.join(', ')}`);
    return chunk.code;
  } finally {
    await build.close();
  }
}
