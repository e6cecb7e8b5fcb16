export { loadPools } from './load-pools.ts';
