export { judgeChecks } from './judge-checks.ts';
export { compareDeclared } from './compare-declared.ts';
