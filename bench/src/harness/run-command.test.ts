import { describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

describe('runCommand', () => {
  it('tells what a command says that fails', async () => {
    const failing = { program: 'sh', args: ['-c', 'echo no luck >&2; exit 3'] };
    await expect(runCommand(failing, 1)).rejects.toThrow(/ended with 3: no luck/);
  });

  it('counts the CPU time of a command, and no waiting', async () => {
    const { wall, cpu } = await runCommand({ program: 'sleep', args: ['0.1'] }, 2);
    expect(wall).toBeGreaterThanOrEqual(95);
    expect(cpu).toBeLessThan(60);
    const busy =
      'const end = process.cpuUsage().user + 1e5; while (process.cpuUsage().user < end);';
    const worked = await runCommand({ program: process.execPath, args: ['-e', busy] }, 1);
    expect(worked.cpu).toBeGreaterThanOrEqual(90);
  });
});
