/** What is known of a question: yes, no, or neither, where what decides it is not known. */
export type Tri = boolean | undefined;

/** Whether all hold: one that does not hold decides it, whatever else is not known. */
export function allOf<Item>(items: readonly Item[], judge: (item: Item) => Tri): Tri {
  let answer: Tri = true;
  for (const item of items) {
    const one = judge(item);
    if (one === false) return false;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

/** Whether one of them holds: one that does decides it. */
export function anyOf<Item>(items: readonly Item[], judge: (item: Item) => Tri): Tri {
  let answer: Tri = false;
  for (const item of items) {
    const one = judge(item);
    if (one === true) return true;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

export function not(answer: Tri): Tri {
  return answer === undefined ? undefined : !answer;
}

/** What two readings of one thing have in common: nothing is known where they differ. */
export function agreed(answers: readonly Tri[]): Tri {
  const [first] = answers;
  return answers.every((answer) => answer === first) ? first : undefined;
}
