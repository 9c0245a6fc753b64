export { figuresOfAll, readinessOfAll } from './ask-workers.ts';
export { type Answers, joinPrimary, type Membership } from './join-primary.ts';
export { type StopTerms } from './messages.ts';
export { startWorkers, type Workers, type WorkersOptions } from './start-workers.ts';
export { type WorkersStopped } from './stopping.ts';
export { WorkersFailed } from './workers-failed.ts';
