// The page of chats: the list beside the open chat, and its details beside that.

import { useEffect, useState } from "preact/hooks";
import type { Refusal } from "../../protocol";
import type { Chat } from "../chats";
import type { Desk } from "../state";
import { ChatPane } from "./chat";
import { useDesk } from "./context";
import { MyChats } from "./my_chats";
import { Offers } from "./offers";
import { Queue } from "./queue";

interface Props {
  now: Desk;
  chats: readonly Chat[];
  conversation: string | undefined;
}

export function ChatsPage({ now, chats, conversation }: Props) {
  return (
    <div class={conversation === undefined ? "chats" : "chats has-chat"}>
      <div class="side">
        <Offers now={now} />
        <MyChats now={now} chats={chats} open={conversation} />
        <Queue now={now} />
      </div>
      {conversation === undefined ? (
        <Nothing now={now} />
      ) : (
        <Opened key={conversation} now={now} conversation={conversation} />
      )}
    </div>
  );
}

function Opened({ now, conversation }: { now: Desk; conversation: string }) {
  const { station, words } = useDesk();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const chat = now.chats[conversation];
  const online = now.line === "online";

  useEffect(() => {
    if (chat || !online) return;
    void station.open(conversation).then((reply) => setRefusal(reply.ok ? null : reply));
  }, [station, conversation, chat === undefined, online]);

  if (chat) return <ChatPane now={now} chat={chat} />;
  return (
    <div class="nothing" role="status">
      <p>{words.say(refusal ? "chat.unreadable" : "chat.loading")}</p>
      {refusal && <p class="faint">{words.refusal(refusal)}</p>}
    </div>
  );
}

function Nothing({ now }: { now: Desk }) {
  const { words } = useDesk();
  return (
    <div class="nothing">
      <h1>{words.say("chat.none")}</h1>
      <p class="faint">{words.say(now.presence === "online" ? "chat.none_online" : "chat.none_away")}</p>
    </div>
  );
}
