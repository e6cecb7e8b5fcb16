export { FUNCTIONS } from './functions.ts';
export { checkExpression } from './check-expression.ts';
export type { JourneyNames, NameMeaning, Names } from './check-expression.ts';
export { readExpression, readFormula } from './read-expression.ts';
export { allParts, divisorsIn, expressionsOfDistribution, expressionsOfProbability, readsOf } from './walk.ts';
export type { ExpressionUse, PersonRead } from './walk.ts';
