/** What follows from one object that never changes is made once; it is forgotten along with the object. */
export function madeOnce<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
}

/** The same of two: of the second, what was made last with a first. */
export function madeOnceOfBoth<First, Second extends object, Value>(
  make: (first: First, second: Second) => Value,
): (first: First, second: Second) => Value {
  const known = new WeakMap<Second, { readonly first: First; readonly value: Value }>();
  return (first, second) => {
    const before = known.get(second);
    if (before?.first === first) return before.value;
    const value = make(first, second);
    known.set(second, { first, value });
    return value;
  };
}
