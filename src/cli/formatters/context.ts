// Rows of `docker context ls` (docker/cli cli/command/formatter/context.go).
// Errors are of contexts that can not be read.

import { bool, method } from "../../base/go/types.ts";
import { ellipsis } from "../format/ellipsis.ts";
import { column, rowContext } from "../format/rows.ts";

export interface ContextRow {
  readonly name: string;
  readonly description: string;
  readonly endpoint: string;
  readonly current: boolean;
  readonly error: string;
}

const ERROR_WIDTH = 45;

export const contextContext = rowContext<ContextRow>("formatter.clientContextContext", {
  Current: method([], bool, ({ current }: ContextRow) => current),
  Description: column("DESCRIPTION", ({ description }) => description),
  DockerEndpoint: column("DOCKER ENDPOINT", ({ endpoint }) => endpoint),
  Error: column("ERROR", ({ error }) => ellipsis(error, ERROR_WIDTH)),
  Name: column("NAME", ({ name }) => name),
});

export function contextFormat(source: string, quiet: boolean): string {
  if (quiet) return "{{.Name}}";
  return source === "table"
    ? "table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}"
    : source;
}
