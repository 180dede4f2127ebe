// What a container's network mode means (moby api/types/container NetworkMode): a network's name, or one of the words
// that every engine knows.

const RESERVED = new Set(["default", "bridge", "host", "none"]);

const isContainerMode = (mode: string): boolean => mode.startsWith("container:");

/** A network that somebody made, and not one that every engine has. */
export const isUserDefinedNetwork = (mode: string): boolean => !RESERVED.has(mode) && !isContainerMode(mode);

/** The mode's name where it is a key of endpoints. */
export const networkNameOf = (mode: string): string => (isContainerMode(mode) ? "container" : mode);
