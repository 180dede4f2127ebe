// Carries out a sed script. Commands run without waiting for anything as far as they can; where one needs a line, a
// file or another program it says so, and the loop around does that for it and goes on. Output that lacks
// its newline, because the last line of the input did, gets it as soon as more follows.

import type { Task } from "../../../kernel/sys.ts";
import type { Io } from "../../libc/command.ts";
import type { Regex } from "../../libc/regex.ts";
import type { Dialect } from "./patterns.ts";
import type { Files } from "./files.ts";
import type { Input } from "./input.ts";
import { listing } from "./listing.ts";
import { Ranges } from "./ranges.ts";
import type { Action, Command, Script, Substitution } from "./script.ts";
import { substitute } from "./substitute.ts";

/** What stands behind the pattern space, the hold space: a newline, or none as at the end of the input. */
interface Space {
  text: string;
  ended: boolean;
}

/** Why the commands stopped. */
type Pause =
  | { readonly kind: "end of cycle"; readonly print: boolean }
  /** the same pattern space again, without reading a line (D) */
  | { readonly kind: "again" }
  | { readonly kind: "quit"; readonly print: boolean; readonly status: number }
  /** the next line is needed, or to know whether there is one */
  | { readonly kind: "look ahead" }
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "evaluate"; readonly substitution: Substitution }
  | { readonly kind: "fault"; readonly message: string };

const END: Pause = { kind: "end of cycle", print: true };
const DELETED: Pause = { kind: "end of cycle", print: false };
const LOOK_AHEAD: Pause = { kind: "look ahead" };

type Later =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file" | "line"; readonly file: string };

export interface MachineOptions {
  readonly quiet: boolean;
  readonly posix: boolean;
  readonly lineLength: number;
  readonly dialect: Dialect;
}

export class Machine {
  private readonly pattern: Space = { text: "", ended: true };
  private readonly hold: Space = { text: "", ended: true };
  private at = 0;
  private substituted = false;
  private lastRegex: Regex | undefined;
  private readonly later: Later[] = [];
  private readonly ranges: Ranges;
  private readonly end: string;

  constructor(
    private readonly io: Io,
    private readonly script: Script,
    private readonly input: Input,
    private readonly files: Files,
    private readonly options: MachineOptions,
  ) {
    this.ranges = new Ranges(script.commands.length);
    this.end = options.dialect.zero ? "\0" : "\n";
  }

  /** The exit status. */
  *run(): Task<number> {
    const { input } = this;
    while (yield* this.nextLine()) {
      for (let again = true; again;) {
        again = false;
        this.at = 0;
        const pause: Pause = yield* this.cycle();
        if (pause.kind === "fault") return yield* this.io.complain(pause.message);
        if (pause.kind === "again") again = true;
        const print = "print" in pause && pause.print;
        if (print && !this.options.quiet) this.put(this.pattern);
        if (this.later.length > 0) yield* this.dumpLater();
        if (pause.kind === "quit") {
          yield* this.files.copyRest(input);
          return pause.status;
        }
      }
      if (this.files.out.full) yield* this.files.out.flush();
    }
    return 0;
  }

  /** Reads the next line into the pattern space, of the next file if files are separate. */
  private *nextLine(): Task<boolean> {
    const { input } = this;
    if (!input.ready && !(yield* input.fill())) {
      if (!(yield* input.nextFile())) return false;
      this.ranges.reset();
    }
    const { text, ended } = input.take();
    this.pattern.text = text;
    this.pattern.ended = ended;
    this.substituted = false;
    return true;
  }

  /** All commands on one pattern space. */
  private *cycle(): Task<Exclude<Pause, { kind: "look ahead" | "run" | "evaluate" }>> {
    for (;;) {
      const pause = this.execute();
      if (pause.kind === "look ahead") yield* this.input.fill();
      else if (pause.kind === "run") yield* this.files.run(pause.command);
      else if (pause.kind === "evaluate") yield* this.evaluate(pause.substitution);
      else return pause;
    }
  }

  private *evaluate(substitution: Substitution): Task<void> {
    const printed = yield* this.files.outputOf(this.pattern.text);
    this.pattern.text = printed.endsWith(this.end) ? printed.slice(0, -1) : printed;
    this.report(substitution);
  }

  /** From the present command on. */
  private execute(): Pause {
    const { commands } = this.script;
    while (this.at < commands.length) {
      const command = commands[this.at] as Command;
      if (command.selection !== undefined) {
        const selected = this.ranges.selects(this.at, command.selection, this.input, (regex) =>
          this.matches(regex),
        );
        if (selected === undefined) return LOOK_AHEAD;
        if (typeof selected === "string") return { kind: "fault", message: selected };
        if (!selected) {
          this.at = command.action.name === "{" ? command.action.end : this.at + 1;
          if (this.at < 0) return { kind: "fault", message: "unterminated {" };
          continue;
        }
      }
      const pause = this.perform(command.action);
      if (pause !== undefined) return pause;
      this.at++;
    }
    return END;
  }

  /** undefined stands for a regular expression that is missing. */
  private matches(regex: Regex | undefined): boolean | undefined {
    const used = regex ?? this.lastRegex;
    if (used === undefined) return undefined;
    this.lastRegex = used;
    return used.test(this.pattern.text);
  }

  private perform(action: Action): Pause | undefined {
    const { pattern, hold } = this;
    switch (action.name) {
      case "s":
        return this.substitute(action.substitution);
      case "y":
        pattern.text = translate(pattern.text, action.map, this.options.dialect.utf8);
        return undefined;
      case "p":
        this.put(pattern);
        return undefined;
      case "d":
        return DELETED;
      case "g":
        Object.assign(pattern, hold);
        return undefined;
      case "h":
        Object.assign(hold, pattern);
        return undefined;
      case "G":
        append(pattern, hold, this.end);
        return undefined;
      case "H":
        append(hold, pattern, this.end);
        return undefined;
      case "x":
        this.exchange();
        return undefined;
      case "z":
        pattern.text = "";
        return undefined;
      default:
        return this.performRest(action);
    }
  }

  private performRest(action: Action): Pause | undefined {
    switch (action.name) {
      case "b":
      case "t":
      case "T":
        return this.jump(action.name, action.target, action.label);
      case "n":
      case "N":
        return this.readMore(action.name);
      case "D":
        return this.deleteLine();
      case "P":
        this.put({ text: this.pattern.text.split(this.end, 1)[0] as string, ended: true });
        return undefined;
      case "q":
      case "Q":
        return { kind: "quit", print: action.name === "q", status: action.status };
      case "e":
        this.at++;
        if (action.command !== "") return { kind: "run", command: action.command };
        return { kind: "evaluate", substitution: SILENT };
      case "c":
        return this.change(action.text);
      default:
        this.write(action);
        return undefined;
    }
  }

  /** Commands that only write, now or at the end of the cycle. */
  private write(action: Action): void {
    const { files, pattern, input } = this;
    switch (action.name) {
      case "i":
        files.putText(action.text);
        break;
      case "a":
        this.later.push({ kind: "text", text: action.text });
        break;
      case "r":
        this.later.push({ kind: "file", file: action.file });
        break;
      case "R":
        this.later.push({ kind: "line", file: action.file });
        break;
      case "w":
        files.putLine(action.file, pattern.text, pattern.ended, this.end);
        break;
      case "W":
        files.putLine(action.file, pattern.text.split(this.end, 1)[0] as string, true, this.end);
        break;
      case "=":
        files.putText(`${input.number}\n`);
        break;
      case "F":
        files.putText(`${input.path}\n`);
        break;
      case "l":
        if (this.options.dialect.gnu)
          files.putText(
            listing(pattern.text, action.width ?? this.options.lineLength, this.options.dialect.utf8),
          );
        break;
      default:
        break;
    }
  }

  private put({ text, ended }: Space): void {
    this.files.putLine(undefined, text, ended, this.end);
  }

  private exchange(): void {
    const { pattern, hold } = this;
    const { text, ended } = pattern;
    Object.assign(pattern, hold);
    Object.assign(hold, { text, ended });
  }

  private substitute(how: Substitution): Pause | undefined {
    const regex = how.regex ?? this.lastRegex;
    if (regex === undefined) return { kind: "fault", message: this.noRegex };
    this.lastRegex = regex;
    const made = substitute(this.pattern.text, regex, how, this.options.dialect.utf8);
    if (made === undefined) return undefined;
    this.pattern.text = made;
    this.substituted = true;
    if (how.evaluate) {
      this.at++;
      return { kind: "evaluate", substitution: how };
    }
    this.report(how);
    return undefined;
  }

  private get noRegex(): string {
    return this.options.dialect.gnu ? "no previous regular expression" : "no previous regexp";
  }

  private report(how: Substitution): void {
    if (how.print) this.put(this.pattern);
    if (how.file !== undefined) this.files.putLine(how.file, this.pattern.text, this.pattern.ended, this.end);
  }

  private jump(name: "b" | "t" | "T", target: number, label: string): Pause | undefined {
    const taken = name === "b" || this.substituted === (name === "t");
    if (name !== "b") this.substituted = false;
    if (!taken) return undefined;
    if (target < 0) return { kind: "fault", message: `can't find label for jump to '${label}'` };
    this.at = target - 1;
    return undefined;
  }

  private readMore(name: "n" | "N"): Pause | undefined {
    const { input, pattern } = this;
    if (input.hasNext === undefined) return LOOK_AHEAD;
    if (!input.hasNext)
      return this.options.posix && name === "N" ? { kind: "quit", print: false, status: 0 } : END_OF_INPUT;
    if (name === "n" && !this.options.quiet) this.put(pattern);
    if (this.later.length > 0) this.dumpTexts();
    const { text, ended } = input.take();
    pattern.text = name === "n" ? text : pattern.text + this.end + text;
    pattern.ended = ended;
    return undefined;
  }

  private deleteLine(): Pause {
    const newline = this.pattern.text.indexOf(this.end);
    if (newline < 0) return DELETED;
    this.pattern.text = this.pattern.text.slice(newline + 1);
    return { kind: "again" };
  }

  /** The text replaces a range at its end. */
  private change(text: string): Pause {
    const { selection } = this.script.commands[this.at] as Command;
    const whole = selection?.to === undefined || selection.negated;
    if (whole || this.ranges.hasEnded(this.at)) this.files.putText(text);
    return DELETED;
  }

  /** Before a line is read in the middle of a cycle; files wait for its end. */
  private dumpTexts(): void {
    while (this.later[0]?.kind === "text") this.files.putText((this.later.shift() as { text: string }).text);
  }

  private *dumpLater(): Task<void> {
    for (const item of this.later.splice(0)) {
      if (item.kind === "text") this.files.putText(item.text);
      else if (item.kind === "file") yield* this.files.copyFile(item.file);
      else yield* this.files.copyLine(item.file, this.end);
    }
  }
}

const END_OF_INPUT: Pause = { kind: "quit", print: true, status: 0 };
const SILENT: Substitution = { regex: undefined, replacement: [], number: 1, global: false, print: false, evaluate: true, file: undefined }; // prettier-ignore

function append(to: Space, from: Space, end: string): void {
  to.text += end + from.text;
  to.ended ||= from.ended;
}

function translate(text: string, map: ReadonlyMap<string, string>, utf8: boolean): string {
  let out = "";
  for (const char of utf8 ? text : text.split("")) out += map.get(char) ?? char;
  return out;
}
