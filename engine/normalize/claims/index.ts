export { readClaims } from './read-claims.ts';
