// What one scenario printed, on the real Docker or on ours: the shape in which recordings lie on disk.
// Raw, as printed; nothing is normalised here.

export interface Step {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  /** null if the step never ended */
  readonly exit: number | null;
}

export interface Recording {
  readonly scenario: string;
  readonly engine: string;
  readonly steps: readonly Step[];
}
