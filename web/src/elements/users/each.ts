// The same for each of several things, some at a time. What fails does not stop the others.

/** So many requests at once. */
const AT_ONCE = 4;

export interface Outcome<One, Result> {
  done: { one: One; result: Result }[];
  failed: { one: One; error: unknown }[];
}

export async function each<One, Result>(
  all: One[],
  act: (one: One) => Promise<Result>,
  progress: (count: number) => void = () => undefined,
): Promise<Outcome<One, Result>> {
  const outcome: Outcome<One, Result> = { done: [], failed: [] };
  const rest = [...all];
  const work = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
      const current = one;
      await act(current).then(
        (result) => outcome.done.push({ one: current, result }),
        (error: unknown) => outcome.failed.push({ one: current, error }),
      );
      progress(outcome.done.length + outcome.failed.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}
