import type { Person } from '../authentication/person.ts';
import type { Deadline } from './deadline.ts';

/** The person, with the deadline standing still while they are asked. */
export function pausingPerson(person: Person, deadline: Deadline, paused: () => void): Person {
  const during = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    deadline.pause();
    paused();
    try {
      return await ask();
    } finally {
      deadline.resume();
    }
  };
  return {
    ...person,
    confirm: (about, question) => during(() => person.confirm(about, question)),
    values: (question) => during(() => person.values(question)),
    secret: (name, question) => during(() => person.secret(name, question)),
  };
}
