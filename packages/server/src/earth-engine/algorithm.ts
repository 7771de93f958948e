/**
 * A function that Earth Engine's clients offer to scripts, of which they build the expressions that they send.
 *
 * Source: google.earthengine.v1.Algorithm.
 */
export interface Algorithm {
  /** Such as `algorithms/Image.constant`. */
  readonly name: string;
  readonly description?: string;
  readonly returnType: string;
  readonly arguments: readonly AlgorithmArgument[];
}

/** A named argument of an algorithm. */
export interface AlgorithmArgument {
  readonly argumentName: string;
  readonly type: string;
  readonly description?: string;
  readonly optional?: boolean;
  readonly defaultValue?: unknown;
}

/** What a reference to data is made of: `ee.Image(1)`, `ee.Image("id")` and the collections of an id. */
export const referenceAlgorithms: readonly Algorithm[] = [
  {
    name: "algorithms/Image.constant",
    returnType: "Image",
    arguments: [{ argumentName: "value", type: "Object" }],
  },
  ...[
    { name: "algorithms/Image.load", returnType: "Image", id: "id" },
    { name: "algorithms/ImageCollection.load", returnType: "ImageCollection", id: "id" },
    { name: "algorithms/Collection.loadTable", returnType: "FeatureCollection", id: "tableId" },
  ].map(({ name, returnType, id }) => ({
    name,
    returnType,
    arguments: [
      { argumentName: id, type: "String" },
      { argumentName: "version", type: "Long", optional: true, defaultValue: null },
    ],
  })),
];
