/** How the listeners of the try-out system end: nobody but a browser of this machine is connected, and Ctrl-C is not to take long. */
export const CLOSE_SOON = { patience: 200, grace: 50 } as const;
