// Recorded calls that the simulated programs answer differently, with the reason why.

export const DIFFERENCES: ReadonlyMap<string, string> = new Map([]);
