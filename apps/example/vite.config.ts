import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  root: join(import.meta.dirname, "src/page"),
  plugins: [react()],
  // Workspace packages resolve to their sources, as in `tsconfig.base.json`.
  resolve: { conditions: ["@rx-lro/source", ...defaultClientConditions] },
  build: {
    outDir: join(import.meta.dirname, "dist"),
    emptyOutDir: true,
    // It comes from this machine.
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false,
  },
});
