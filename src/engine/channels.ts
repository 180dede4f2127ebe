// What tasks of dockerd wait on (sys.block): the engine wakes these when there is news.
// The names are the kernel's only key; nothing is stored under them.

export const EVENTS_CHANNEL = "docker events";
export const containerChannel = (id: string): string => `container ${id}`;
export const logChannel = (id: string): string => `log ${id}`;
export const buildChannel = (id: string): string => `build ${id}`;
