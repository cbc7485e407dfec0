import { type MutateOptions, useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useRef } from 'react';

/**
 * A mutation that is not begun again while the server has yet to answer: the second click of two comes before a button
 * knows that it is busy.
 */
export function useWrite<Data = unknown, Problem = Error, Wish = void, Context = unknown>(options: UseMutationOptions<Data, Problem, Wish, Context>) {
  const asked = useRef(false);
  const mutation = useMutation({
    ...options,
    onSettled: (...told) => {
      asked.current = false;
      return options.onSettled?.(...told);
    },
  });
  const mutate = (wish: Wish, after?: MutateOptions<Data, Problem, Wish, Context>) => {
    if (asked.current) return;
    asked.current = true;
    mutation.mutate(wish, after);
  };
  return { ...mutation, mutate };
}
