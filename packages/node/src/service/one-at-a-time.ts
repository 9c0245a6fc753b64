/**
 * Makes a task that never runs beside itself. Whoever asks while it runs is served by one further run, for what
 * they have in mind may have come too late for the one under way; all who ask meanwhile share that run.
 */
export function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  function run(): Promise<void> {
    running = task().finally(() => {
      running = undefined;
    });
    return running;
  }

  return () => {
    // First: between the end of one run and the start of the next, neither may be started anew.
    if (following !== undefined) return following;
    if (running === undefined) return run();
    following = running
      .catch(() => {})
      .then(() => {
        following = undefined;
        return run();
      });
    return following;
  };
}
