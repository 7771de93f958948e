/** What the page is told by the server that serves it. */
export interface PageSettings {
  /** Whose operations are shown. */
  readonly parent: string;
  /** Who they belong to, as people call it. */
  readonly service: string;
  /** Whether exports can be started here. A relay only passes on what is asked of operations. */
  readonly canExport: boolean;
}
