import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000, // a machine may be busy; what hangs is found all the same
    hookTimeout: 60_000,
    pool: "threads",
    reporters: ["default"],
  },
});
