import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000, // a machine may be busy; what hangs is found all the same
    hookTimeout: 60_000,
    pool: "threads",
    isolate: false, // files share their modules: nothing below the edges keeps state in a module, and it is faster
    reporters: ["default"],
  },
});
