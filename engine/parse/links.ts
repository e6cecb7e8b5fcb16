/** Links and images with their targets. One by reference is found where its target stands: at its definition. */
import type { Nodes } from 'mdast';
import type { Link } from '../model/index.ts';
import { placeOf } from './position.ts';

export function readLinks(file: string, nodes: readonly Nodes[]): readonly Link[] {
  return nodes.flatMap((node) =>
    node.type === 'link' || node.type === 'image' || node.type === 'definition'
      ? [{ target: node.url, at: placeOf(file, node) }]
      : [],
  );
}
