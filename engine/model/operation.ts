/** What terms of a plan may do to values: `compile` says each in the words of the database. */

/**
 * The only functions there are. Comparisons with an unknown value are unknown, and unknown is not true.
 * `add_months`, `add_days` and `add_minutes` take a date or moment and a whole number; `days_between` and `minutes_between` take start and end.
 */
export type Operation =
  | ArithmeticOperation
  | ComparisonOperation
  | 'and'
  | 'or'
  | 'not'
  | 'is_null'
  | 'coalesce'
  | TextOperation
  | DateOperation;

/** `power` is unknown where it is no finite number. `round` takes a number and how many decimals stay; halves go away from zero. */
type ArithmeticOperation =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'integer_divide'
  | 'modulo'
  | 'negate'
  | 'floor'
  | 'round'
  | 'power'
  | 'least'
  | 'greatest';

type ComparisonOperation = 'equal' | 'not_equal' | 'less' | 'less_or_equal' | 'greater' | 'greater_or_equal';

/**
 * `pad_left` takes a value and a length and fills with zeros; `substring` a text, a start counted from 1, and a length; `place_in_list`
 * says which of an enumeration's values it is, from 0.
 */
type TextOperation = 'concat' | 'pad_left' | 'substring' | 'place_in_list';

/** `at_minute` is a date's moment that many minutes after midnight. Months and days are added to dates, minutes to moments. */
type DateOperation =
  | 'add_months'
  | 'add_days'
  | 'add_minutes'
  | 'days_between'
  | 'minutes_between'
  | 'iso_weekday'
  | 'to_date'
  | 'at_minute'
  | 'first_of_month'
  | 'month_of_year'
  | 'first_of_year'
  | 'year_of';
