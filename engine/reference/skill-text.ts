/** Public text as the text of a skill file. */

/** As the text of a cell: no mark of Markdown. */
export function cellText(text: string): string {
  return text.replaceAll(/[\p{C}|`<>[\]*\\]+/gu, ' ').trim();
}

/** A Markdown table, its first row the header. */
export function tableText([header = [], ...rows]: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cellText).join(' | ')} |`).join('\n');
}
