// How a program stops that has just ended itself: thrown through it by the call that ended it, and caught by
// the turn (live.ts) and nobody else.

export class ProcessEnded extends Error {}
