/**
 * Characters that a reviewer cannot see, or that make text look like other text: controls, zero-width ones, and those that
 * change the direction of writing; and halves of characters, which no file can hold. A joiner inside an emoji is not one.
 */
const HIDDEN =
  /(?![\t\n])[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u17b4|\u17b5|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/u;

/** The first hidden character of a text. */
export function findHiddenCharacter(text: string): string | undefined {
  return HIDDEN.exec(text)?.[0];
}

/** `U+202E`. */
export function nameOfCharacter(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
