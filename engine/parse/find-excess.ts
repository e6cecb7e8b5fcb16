/**
 * What a text has too much of for the Markdown parser, which takes quadratic time on underlined headings and on the marks
 * of one paragraph, and runs out of stack on quotes and lists within each other.
 */
const NESTING_LIMIT = 64;
const INDENT_LIMIT = 200;
const UNDERLINE_LIMIT = 500;
const MARK_LIMIT = 1000;

const NESTED = new RegExp(`^(?:[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)](?=[ \\t]))){${NESTING_LIMIT + 1}}`, 'm');
const INDENTED_ITEM = new RegExp(`^[ \\t]{${INDENT_LIMIT},}(?:[-*+]|\\d{1,9}[.)])[ \\t]`, 'm');
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/gm;
const NEW_PARAGRAPH = /^[ \t>]*(?:$|[-*+|#]|\d{1,9}[.)])/;

export function findExcess(text: string): string | undefined {
  if (NESTED.test(text)) return `more than ${NESTING_LIMIT} quotes and lists within each other on one line`;
  if (INDENTED_ITEM.test(text)) return `a list item behind more than ${INDENT_LIMIT} blanks`;
  const underlines = text.match(UNDERLINE)?.length ?? 0;
  if (underlines > UNDERLINE_LIMIT) return `more than ${UNDERLINE_LIMIT} lines of nothing but \`-\` or \`=\``;
  return hasCrowdedParagraph(text)
    ? `more than ${MARK_LIMIT} stars, underscores and brackets in one paragraph`
    : undefined;
}

function hasCrowdedParagraph(text: string): boolean {
  let marks = 0;
  return text.split('\n').some((line) => {
    if (NEW_PARAGRAPH.test(line)) marks = 0;
    marks += line.match(/[*_[]+/g)?.length ?? 0;
    return marks > MARK_LIMIT;
  });
}
