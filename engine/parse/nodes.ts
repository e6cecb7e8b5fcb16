/** Every node of a Markdown tree, parents before their children, in the order of the text. */
import type { Nodes, Root } from 'mdast';

export function* nodesOf(root: Root): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node) for (const child of node.children.toReversed()) waiting.push(child);
  }
}
