// hello-world:latest: one executable and nothing else, not even a shell. What it says is its program's.
// Source of the facts: the published image.

import { instantOf } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { PATH } from "./environment.ts";
import { catalogueImage, step } from "./image.ts";
import { catalogueLayer } from "./layer.ts";

const CREATED = instantOf({ year: 2025, month: 8, day: 8, hour: 19, minute: 5, second: 17 });

export const helloWorld = catalogueImage({
  references: ["hello-world:latest", "hello-world:linux"],
  created: CREATED,
  top: catalogueLayer({
    name: "hello-world",
    now: CREATED,
    describe: () => new Layout(CREATED).program("hello", "hello", 10_072),
  }),
  config: { Env: [PATH], Cmd: ["/hello"], WorkingDir: "/" },
  history: [
    step(CREATED, "COPY hello / # buildkit"),
    step(CREATED, 'CMD ["/hello"]', true),
  ],
}); // prettier-ignore
