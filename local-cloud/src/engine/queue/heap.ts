/** A message's number and the time at which it becomes visible (again), ms since the epoch. */
export interface Appointment {
  readonly at: number;
  readonly number: number;
}

const before = (a: Appointment, b: Appointment): boolean => a.at < b.at || (a.at === b.at && a.number < b.number);

/** Binary min-heap in a plain array, ordered by time and then by number. */
export const push = (heap: Appointment[], appointment: Appointment): void => {
  let index = heap.length;
  heap.push(appointment);
  while (index > 0) {
    const above = (index - 1) >>> 1;
    const parent = heap[above] as Appointment;
    if (!before(appointment, parent)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = appointment;
};

export const pop = (heap: Appointment[]): Appointment | undefined => {
  const top = heap[0];
  const moved = heap.pop();
  if (moved === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let below = 2 * index + 1;
    const left = heap[below];
    if (left === undefined) break;
    const right = heap[below + 1];
    if (right !== undefined && before(right, left)) below += 1;
    const child = heap[below] as Appointment;
    if (!before(child, moved)) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = moved;
  return top;
};

/** Whether at least `count` of the `wanted` entries lie at or before `now`. Looks at as few as possible. */
export const hasAtLeast = (
  heap: readonly Appointment[],
  count: number,
  now: number,
  wanted: (appointment: Appointment) => boolean,
): boolean => {
  let found = 0;
  const open = [0];
  for (let index = open.pop(); index !== undefined && found < count; index = open.pop()) {
    const appointment = heap[index];
    if (appointment === undefined || appointment.at > now) continue;
    if (wanted(appointment)) found += 1;
    open.push(2 * index + 1, 2 * index + 2);
  }
  return found >= count;
};
