// Shows the dialog that is open. A dialog about a chat goes when the chat is in other hands.

import { isMine, nameOf } from "../chats";
import type { Desk } from "../state";
import { type Dialog, useDesk } from "./context";
import { GiveBack } from "./give_back";
import { Mail } from "./mail";
import { PromiseDialog } from "./promise_dialog";
import { Reassign } from "./reassign";
import { ShortcutList } from "./shortcut_list";
import { Transfer } from "./transfer";
import { WrapUp } from "./wrap_up";

export function Dialogs({ now, dialog }: { now: Desk; dialog: Dialog | null }) {
  const { words } = useDesk();
  if (dialog === null) return null;
  if (dialog.kind === "help") return <ShortcutList />;
  if (dialog.kind === "reassign") return <Reassign now={now} handoff={dialog.handoff} name={dialog.name} />;
  if (dialog.kind === "mail") return <Mail item={dialog.followUp} />;
  const chat = now.chats[dialog.conversation];
  if (!chat || !isMine(chat, now.me)) return null;
  const name = nameOf(chat.view.person, words.say("author.user"));
  const { conversation } = dialog;
  switch (dialog.kind) {
    case "transfer":
      return <Transfer now={now} conversation={conversation} name={name} />;
    case "return":
      return <GiveBack conversation={conversation} name={name} />;
    case "wrap_up":
      return <WrapUp now={now} conversation={conversation} name={name} />;
    case "promise":
      return <PromiseDialog now={now} conversation={conversation} name={name} />;
  }
}
