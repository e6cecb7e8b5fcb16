/** A Markdown node as its text, without markup. */
import type { Nodes } from 'mdast';

function plainText(node: Nodes): string {
  if (node.type === 'break') return ' ';
  if (node.type === 'html') return /^<br\s*\/?>$/i.test(node.value) ? ' ' : '';
  if ('value' in node) return node.value;
  if ('alt' in node) return node.alt ?? '';
  if ('children' in node) return node.children.map((child) => plainText(child)).join('');
  return '';
}

/** On one line, without blanks around it. */
export function plainLine(node: Nodes): string {
  return plainText(node).replaceAll(/\s+/g, ' ').trim();
}
