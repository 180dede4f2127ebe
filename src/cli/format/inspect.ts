// `inspect -f`: a template over what was found, first with the types that the client knows, and if that
// fails over the JSON that the daemon sent. Source: docker/cli cli/command/inspect/inspector.go.

import { toJson } from "../../base/go/json-encode.ts";
import { parseJson } from "../../base/go/json-decode.ts";
import { compactJson, indentJson } from "../../base/go/json-indent.ts";
import { any, type GoType, slice } from "../../base/go/types.ts";
import { dynamic, type GoValue, valueOf } from "../../base/go/value.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { executeTemplate, type Template } from "./template/execute.ts";
import { parseTemplate } from "./template/template.ts";

export interface InspectElement {
  readonly value: GoValue;
  /** the daemon's JSON; commands that do not keep it have no second try */
  readonly raw?: () => string;
}

/** An element, or why there is none. */
export type Found = Result<InspectElement, string>;

/** An element as most commands have it: typed, and with the JSON that it came as, which escapes no HTML. */
export const elementOf = <T>(type: GoType<T>, data: T): InspectElement => ({
  value: valueOf(type, data),
  raw: () => toJson(type, data, { html: false }),
});

/** An element of `docker volume inspect` and `docker context inspect`, which do not keep the JSON. */
export const typedElement = <T>(type: GoType<T>, data: T): InspectElement => ({ value: valueOf(type, data) });

export interface Inspected {
  readonly stdout: string;
  /** the message on stderr, without the newline; undefined if all went well */
  readonly error?: string;
  /** 64 if the template is none, 1 if an element is missing or fails */
  readonly exit: number;
}

interface Inspector {
  /** Why the element could not be shown, or undefined. */
  inspect(element: InspectElement): string | undefined;
  flush(): string;
}

const INDENT = "    ";

function jsonInspector(layout: (json: string) => string): Inspector {
  const raws: string[] = [];
  const values: GoValue[] = [];
  return {
    inspect: ({ value, raw }) => {
      if (raw) raws.push(raw());
      else values.push(value);
      return undefined;
    },
    flush: () => {
      const json = raws.length > 0 ? `[${raws.join(",")}]` : toJson(slice(any), values);
      return `${raws.length + values.length === 0 ? "[]" : layout(json)}\n`;
    },
  };
}

/** One success over raw JSON makes missing keys errors for all that follows, as docker's template keeps the option. */
function templateInspector(template: Template): Inspector {
  let missingKeyError = false;
  let out = "";
  const overRaw = (json: string): string | undefined => {
    const raw = parseJson(json, { useNumber: true });
    if (!raw.ok) return `unable to read inspect data: ${raw.error}`;
    missingKeyError = true;
    const { output, error } = executeTemplate(template, dynamic(raw.value), { missingKeyError });
    if (error === undefined) out += `${output}\n`;
    return error === undefined ? undefined : `template parsing error: ${error}`;
  };
  return {
    inspect: ({ value, raw }) => {
      const { output, error } = executeTemplate(template, value, { missingKeyError });
      if (error === undefined) out += `${output}\n`;
      else return raw ? overRaw(raw()) : `template parsing error: ${error}`;
      return undefined;
    },
    flush: () => out || "\n",
  };
}

function inspectorFor(format: string): Result<Inspector, string> {
  if (format === "") return ok(jsonInspector((json) => indentJson(json, INDENT)));
  if (format === "json") return ok(jsonInspector(compactJson));
  const template = parseTemplate(format);
  if (!template.ok) return fail(`template parsing error: ${template.error}`);
  return ok(templateInspector(template.value));
}

/** inspect.Inspect: what stdout and stderr show of all that was found and not found. */
export function inspectAll(format: string, found: Iterable<Found>): Inspected {
  const inspector = inspectorFor(format);
  if (!inspector.ok) return { stdout: "", error: inspector.error, exit: 64 };
  const errors: string[] = [];
  for (const element of found) {
    const error = element.ok ? inspector.value.inspect(element.value) : element.error;
    if (error !== undefined) errors.push(error);
  }
  const stdout = inspector.value.flush();
  return errors.length === 0 ? { stdout, exit: 0 } : { stdout, error: errors.join("\n"), exit: 1 };
}
