// What a terminal is set to: the parts of termios(3) that are modelled, and the window.
// The line discipline itself is in pty.ts.

export interface Termios {
  /** lines are edited and handed over whole (ICANON) */
  readonly canonical: boolean;
  readonly echo: boolean;
  /** ctrl-c, ctrl-\ and ctrl-z make signals (ISIG) */
  readonly signals: boolean;
  /** carriage return typed becomes newline (ICRNL) */
  readonly crToNl: boolean;
  /** newline printed becomes carriage return and newline (OPOST with ONLCR) */
  readonly nlToCrNl: boolean;
  /** control characters are echoed as ^X (ECHOCTL) */
  readonly echoControl: boolean;
  /** ctrl-s and ctrl-q are taken (IXON) */
  readonly flowControl: boolean;
}

export const COOKED: Termios = {
  canonical: true,
  echo: true,
  signals: true,
  crToNl: true,
  nlToCrNl: true,
  echoControl: true,
  flowControl: true,
};

/** cfmakeraw(3) */
export const RAW: Termios = {
  canonical: false,
  echo: false,
  signals: false,
  crToNl: false,
  nlToCrNl: false,
  echoControl: false,
  flowControl: false,
};

export interface WindowSize {
  readonly rows: number;
  readonly columns: number;
}
