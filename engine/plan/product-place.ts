/** Where a profile, or the cohort over it, asks for a product. */
import type { ProductName, Profile, SourceRange } from '../model/index.ts';

export function productPlace({ productPlaces = [], at }: Profile, product: ProductName): SourceRange {
  return productPlaces.find(({ value }) => value === product)?.at ?? at;
}
