import { Button, TextInput } from '@mantine/core';
import { numbered } from '../ui/numbered.ts';
import classes from './Setup.module.css';

export type LinkDraft = { readonly title: string; readonly url: string };

type Props = { readonly links: readonly LinkDraft[]; readonly setLinks: (links: readonly LinkDraft[]) => void };

/** Links of a service: its page, its repository, its dashboard. */
export function LinkFields({ links, setLinks }: Props) {
  const change = (index: number, change: Partial<LinkDraft>) =>
    setLinks(links.map((link, at) => (at === index ? { ...link, ...change } : link)));
  return (
    <>
      {numbered(links).map(({ index, item: link }) => (
        <div key={index} className={classes['link']}>
          <TextInput
            label="Link title"
            value={link.title}
            onChange={(event) => change(index, { title: event.currentTarget.value })}
          />
          <TextInput
            label="Link address"
            placeholder="https://"
            value={link.url}
            onChange={(event) => change(index, { url: event.currentTarget.value })}
            error={link.url !== '' && !isHttpUrl(link.url) ? 'must begin with http:// or https://' : null}
          />
          <Button size="sm" onClick={() => setLinks(links.filter((_, at) => at !== index))}>
            Remove
          </Button>
        </div>
      ))}
      <div className={classes['buttons']}>
        <Button onClick={() => setLinks([...links, { title: '', url: '' }])}>Add a link</Button>
      </div>
    </>
  );
}

/** Whether this is an address that a browser may open. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}
