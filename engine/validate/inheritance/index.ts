export { heirsOfBroken } from './heirs-of-broken.ts';
export { inherit } from './inherit.ts';
