import { up } from './units.ts';

/** Holds once the notes have said the words lately; they are given as `grep` takes them. */
export const notesSays = (words: string): string => `sleep 2; journalctl -q -n 20 -u notes | grep -q ${words}`;

/** Edits the settings of the notes with `sed`. */
export const toml = (edit: string): string =>
  `cp -p /srv/notes/settings.toml /root/toml.kept; sed -i '${edit}' /srv/notes/settings.toml; ${up('notes')}`;

/** Takes the edit of the notes' settings back. */
export const tomlBack = `cp -p /root/toml.kept /srv/notes/settings.toml; ${up('notes')}`;

/** Holds once the feed has said the words lately; they are given as `grep` takes them. */
export const feedSays = (words: string): string => `sleep 2; journalctl -q -n 300 -u feed | grep -q ${words}`;

/** Edits the settings of the feed with `sed`. */
export const feedJson = (edit: string): string =>
  `cp -p /etc/feed/feed.json /root/feed.kept; sed -i '${edit}' /etc/feed/feed.json; ${up('feed')}`;

/** Takes the edit of the feed's settings back. */
export const feedJsonBack = `cp -p /root/feed.kept /etc/feed/feed.json; ${up('feed')}`;
