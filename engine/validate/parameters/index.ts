export { applyParameters } from './apply-parameters.ts';
export { declaredParameters, withKinds, withoutRemovals } from './declared-parameters.ts';
