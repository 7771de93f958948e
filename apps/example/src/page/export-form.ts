import type { ExportKind } from "../client/start-export.ts";
import type { ExportRequest } from "../server/export-request.ts";

/** The sizes that can be chosen; twice as wide as high. */
export const exportSizes = [
  { value: "512", label: "Small", hint: "512 × 256" },
  { value: "1024", label: "Medium", hint: "1024 × 512" },
  { value: "2048", label: "Large", hint: "2048 × 1024" },
] as const;

/** Reads the form of a new export. Each start is another landscape. */
export function readExportForm(
  form: FormData,
  random: () => number = Math.random,
): { readonly kind: ExportKind; readonly request: ExportRequest } {
  const width = Number(form.get("size"));
  return {
    kind: form.get("kind") === "map" ? "map" : "image",
    request: {
      description: String(form.get("description") ?? ""),
      seed: 1 + Math.floor(random() * 9999),
      grid: { dimensions: { width, height: width / 2 } },
    },
  };
}
