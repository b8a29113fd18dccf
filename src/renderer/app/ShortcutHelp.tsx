import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useShortcuts } from '../ui/useShortcuts.ts';
import classes from './ShortcutHelp.module.css';

const lists = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K', 'find a host, service, action or incident'],
      ['?', 'this list'],
      ['Esc', 'close or go back'],
    ],
  },
  {
    title: 'Overview',
    keys: [
      ['A', 'acknowledge the first incident'],
      ['Enter', 'review the first incident'],
      ['/', 'filter hosts'],
    ],
  },
  {
    title: 'Incident',
    keys: [
      ['A', 'acknowledge'],
      ['1 – 9', 'preview what to do next'],
      ['N', 'write a note'],
      ['D', 'draft a message'],
      ['E', 'collect the evidence again'],
      ['I', 'diagnose'],
    ],
  },
  {
    title: 'Remedy',
    keys: [
      ['Enter', 'run, where a click is enough'],
      ['S', 'stop'],
      ['Esc', 'cancel, or back to the incident'],
    ],
  },
] as const;

/** The list of keys, shown by `?`. */
export function ShortcutHelp() {
  const [isOpen, setIsOpen] = useState(false);
  useShortcuts({ '?': () => setIsOpen(true) });
  return (
    <Modal opened={isOpen} onClose={() => setIsOpen(false)} title="Keyboard shortcuts" size="lg">
      <div className={classes['lists']}>
        {lists.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={classes['note']}>Single keys are off while you type. Settings can turn them off altogether.</p>
    </Modal>
  );
}
