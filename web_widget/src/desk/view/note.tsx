// A private note in the thread: a card of another colour and shape, with a lock, never a bubble.

import type { Note } from "../wire";
import { useDesk } from "./context";
import { Icon } from "./icons";

export function NoteCard({ note }: { note: Note }) {
  const { words, figures } = useDesk();
  return (
    <article class="note-card">
      <p class="note-head">
        <Icon name="lock" />
        <b>{words.say("note.title")}</b>
        <span>
          {words.say("note.by", { name: note.name })} <time dateTime={note.at}>{figures.time(note.at)}</time>
        </span>
      </p>
      <p class="note-text" dir="auto">
        {note.text}
      </p>
    </article>
  );
}
