// Carries the shortcuts out.

import { useEffect, useRef } from "preact/hooks";
import { isMine } from "../chats";
import type { Page } from "../places";
import { pagesOf } from "../roles";
import type { Kind } from "../shelves";
import { type Command, commandOf } from "../shortcuts";
import { neighbour } from "../state";
import type { DeskSetting } from "./context";
import { answerOffer } from "./offers";

const FIELDS = "input, textarea, select, [contenteditable]";

export function useCommands(setting: DeskSetting): void {
  const latest = useRef(setting);
  latest.current = setting;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const now = latest.current;
      const inField = event.target instanceof Element && event.target.closest(FIELDS) !== null;
      const command = commandOf(event, inField);
      if (!command || now.dialog || now.station.now.me === null) return;
      if (!event.altKey && !now.station.shelves.habit("keys")) return;
      if (run(command, now, inField)) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

/** Carry a command out; false: there is nothing it could be about. */
function run(command: Command, setting: DeskSetting, inField: boolean): boolean {
  const { station, go, show, place } = setting;
  if (command.startsWith("page_")) return toPage(command.slice("page_".length) as Page, setting);
  switch (command) {
    case "accept":
    case "decline": {
      const offer = station.now.offers[0];
      if (offer) void answerOffer(setting, offer, command);
      return offer !== undefined;
    }
    case "next_chat":
    case "previous_chat": {
      const step = command === "next_chat" ? 1 : -1;
      const conversation = neighbour(station.now, place.conversation, step);
      if (conversation) go({ page: "chats", conversation }, inField ? "reply" : "thread");
      return conversation !== undefined;
    }
    case "reply":
    case "note":
      return write(command, setting);
    case "draft":
      return pressed("draft-edit") || shown(setting, "draft-edit");
    case "promise":
    case "transfer":
    case "return":
    case "wrap_up": {
      const conversation = held(setting);
      if (conversation) show({ kind: command, conversation });
      return conversation !== undefined;
    }
    case "details":
      return pressed("details-toggle");
    case "presence":
      void turnPresence(setting);
      return true;
    case "sound":
      return pressed("sound-toggle");
    case "help":
      show({ kind: "help" });
      return true;
  }
  return false;
}

/** Nothing that has the focus tells of it, so a line does. */
async function turnPresence({ station, words, tell }: DeskSetting): Promise<void> {
  const to = station.now.presence === "online" ? "away" : "online";
  const reply = await station.setPresence(to);
  if (reply.ok) tell({ text: `${words.say(`presence.${to}`)}. ${words.say(`presence.${to}_hint`)}.` });
  else tell({ text: words.refusal(reply), wrong: true });
}

function toPage(page: Page, { station, go }: DeskSetting): boolean {
  if (!pagesOf(station.now.me).includes(page)) return false;
  go({ page });
  return true;
}

function write(kind: Kind, { go, place }: DeskSetting): boolean {
  if (place.conversation === undefined) return false;
  pressed(`mode-${kind}`);
  go(place, kind);
  return true;
}

/** The open chat, if it is in one's own hands. */
function held({ station, place }: DeskSetting): string | undefined {
  const chat = place.conversation === undefined ? undefined : station.now.chats[place.conversation];
  return chat && isMine(chat, station.now.me) ? place.conversation : undefined;
}

function pressed(id: string): boolean {
  const button = document.getElementById(id);
  button?.click();
  return button !== null;
}

/** Open the details, where the button lives, and press it there once they are drawn: before the next key is. */
function shown({ station }: DeskSetting, id: string): boolean {
  if (station.shelves.habit("details") || !pressed("details-toggle")) return false;
  queueMicrotask(() => pressed(id));
  return true;
}
