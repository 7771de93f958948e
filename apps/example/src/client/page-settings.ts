/** What the server tells the page that it serves. */
export interface PageSettings {
  /** The parent whose operations are shown. */
  readonly parent: string;
  /** The service that they belong to, as people call it. */
  readonly service: string;
  /** Whether exports can be started here. A relay only passes on calls about operations. */
  readonly canExport: boolean;
}
