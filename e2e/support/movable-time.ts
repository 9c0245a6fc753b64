import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import type { Stage } from './stage.ts';

/** The wall clock of commands, and of this process, so that what runs here (a provider) agrees with them. */
export interface MovableTime {
  /** What has a command go by it. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts the clocks of all forward; back, by a negative number. What counts time by itself goes on as it was. */
  forward(seconds: number): void;
  /** Puts those of the commands alone. */
  forwardCommands(seconds: number): void;
}

/** Makes one, until the stage is cleared. */
export async function createMovableTime(stage: Stage): Promise<MovableTime> {
  const file = join(await stage.folder(), 'offset');
  const { now } = Date;
  const offset = { here: 0, there: 0 };
  const write = () => writeFileSync(file, String(offset.there * 1000));
  write();
  const here = vi.spyOn(Date, 'now').mockImplementation(() => now() + offset.here * 1000);
  stage.later(async () => here.mockRestore());
  const preload = fileURLToPath(new URL('movable-clock.cjs', import.meta.url));
  return {
    env: { NODE_OPTIONS: `--require "${preload}"`, CLOCK_OFFSET_FILE: file },
    forward(seconds) {
      offset.here += seconds;
      offset.there += seconds;
      write();
    },
    forwardCommands(seconds) {
      offset.there += seconds;
      write();
    },
  };
}
