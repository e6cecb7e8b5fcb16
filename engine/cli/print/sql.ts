/** SQL for reading: every subquery on lines of its own, long lists of values cut. What it says is not changed elsewhere. */
const INDENT = '  ';
const LONG_LIST = /(cast\('\[(?:[^']|''){40})(?:[^']|'')*(\]' as )/g;

export function formatSql(sql: string): string {
  const opened: boolean[] = [];
  let text = '';
  for (const piece of piecesOf(sql.replace(LONG_LIST, '$1…$2'))) {
    if (piece === ')') {
      const broken = opened.pop() === true;
      text = broken ? `${text.trimEnd()}\n${indentOf(opened)})` : `${text})`;
    } else if (piece.startsWith('(')) {
      opened.push(piece !== '(');
      text += piece === '(' ? piece : `(\n${indentOf(opened)}${piece.slice(1)}`;
    } else text += piece;
  }
  return text;
}

/** Quoted texts whole, parentheses with the word `select` behind them, and what is between. */
function piecesOf(sql: string): readonly string[] {
  return sql.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\(select\b|[()]|[^'"()]+|['"]/g) ?? [];
}

function indentOf(opened: readonly boolean[]): string {
  return INDENT.repeat(opened.filter(Boolean).length);
}
