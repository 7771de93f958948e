import type { ExportKind, ExportRequest } from "../client/start-export.ts";

/** The sizes that can be chosen; twice as wide as high. */
export const exportSizes = [
  { value: "512", label: "Small", hint: "512×256" },
  { value: "1024", label: "Medium", hint: "1024×512" },
  { value: "2048", label: "Large", hint: "2048×1024" },
] as const;

/** What a form asks for. */
export interface AskedExport {
  readonly kind: ExportKind;
  readonly request: ExportRequest;
}

/**
 * Reads the form of a new export. Each has another landscape, but the same fields are the same export, however
 * often they are sent: the answer may have been lost on its way.
 */
export function createFormReader(): (form: FormData) => AskedExport {
  const identities = new Map<string, Pick<ExportRequest, "requestId" | "seed">>();
  return (form) => {
    const fields = JSON.stringify([...form]);
    const identity = identities.get(fields) ?? {
      requestId: crypto.randomUUID(),
      seed: 1 + Math.floor(Math.random() * 9999),
    };
    identities.set(fields, identity);
    const width = Number(form.get("size"));
    return {
      kind: form.get("kind") === "map" ? "map" : "image",
      request: {
        ...identity,
        description: String(form.get("description") ?? ""),
        grid: { dimensions: { width, height: width / 2 } },
      },
    };
  };
}
