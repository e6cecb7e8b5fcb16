export { applyParameters } from './apply-parameters.ts';
export { declaredParameters } from './declared-parameters.ts';
