// Loaded by `node --import` into a server under test, with --expose-gc: at SIGUSR2 it collects all garbage and says on
// stderr how large the heap is. What is left is what the server holds on to, without the noise of when V8 would have collected.

process.on('SIGUSR2', () => {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('node was not given --expose-gc');
  // Finalizers of the first round let go of what the second collects.
  gc();
  setImmediate(() => {
    gc();
    process.stderr.write(`bench-heap ${process.memoryUsage().heapUsed}\n`);
  });
});
