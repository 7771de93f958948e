/** A body and what its sender calls it. */
export interface Body {
  readonly contentType?: string | undefined;
  readonly text: string;
}

const LIMIT = 200;

/**
 * What a body is, instead of what it should be, in words for an error message.
 *
 * Shows at most 200 characters; of a page its title, or its text without tags.
 */
export function describeBody({ contentType, text }: Body, wanted: string): string {
  const body = text.trim();
  if (body === "") return `an empty body instead of ${wanted}`;
  if (/html/i.test(contentType ?? "") || body.startsWith("<")) {
    return `an HTML page instead of ${wanted}: ${quote(readPage(body))}`;
  }
  const kind = contentType === undefined ? "a body" : contentType.split(";")[0];
  return `${kind} (${text.length} characters) instead of ${wanted}: ${quote(body)}`;
}

function readPage(html: string): string {
  const start = html.slice(0, 100_000);
  const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1]?.trim();
  return title || start.replace(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>/gi, " ");
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return JSON.stringify(line.length > LIMIT ? `${line.slice(0, LIMIT)}…` : line);
}
