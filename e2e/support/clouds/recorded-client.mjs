// Stands for a program: has the test's process run the command line, and ends as it says.
const [, , url = '', ...words] = process.argv;
const body = JSON.stringify({ words, cwd: process.cwd() });
const reply = await fetch(url, { method: 'POST', body });
const { code, stdout, stderr } = await reply.json();
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
