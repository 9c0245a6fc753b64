import { readdir, readFile, readlink } from 'node:fs/promises';

/** The remote ports of the connections by TCP over IPv4 that a process holds, as Linux tells them (proc_pid_net(5)). */
export async function remotePorts(pid: number): Promise<readonly number[]> {
  const files = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(
    files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')),
  );
  const own = new Set(links);
  const [, ...rows] = (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , , , , , , , inode]) => own.has(`socket:[${inode}]`))
    .map(([, , remote = '']) => Number.parseInt(remote.split(':')[1] ?? '', 16));
}
