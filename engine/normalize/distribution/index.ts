export { elseMissing } from './composites.ts';
export { changeLeaves, changeValues, leavesOf } from './leaves.ts';
export { extentOf, withLimits } from './limits.ts';
export { readDistribution } from './read-distribution.ts';
export { readMonths } from './seasonal.ts';
export { isEmpty, meanOf } from './truncation.ts';
export { isNoNumber, valueTypeOf, valuesOf } from './value-type.ts';
export { inOrderOfValue, readOptions, sharesOf } from './weights.ts';
export { extentsOf, zeroDivisors } from './zero-divisors.ts';
