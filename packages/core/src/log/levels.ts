import type { LogFields } from './log.ts';

/** How much an event matters, the least first. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LEVELS)[number];

/** Makes one line, without its end, of an event. */
export type FormatLine = (level: LogLevel, event: string, fields: LogFields) => string;
