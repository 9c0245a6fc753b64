// Loaded before the command: its wall clock is off by as many milliseconds as a file says. What counts time by itself is as it is.
const { readFileSync } = require('node:fs');

const { now } = Date;

Date.now = () => now() + Number(readFileSync(process.env.CLOCK_OFFSET_FILE, 'utf8'));
