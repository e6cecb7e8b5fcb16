export { judgeChecks } from './judge-checks.ts';
