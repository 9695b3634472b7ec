// What the server tells the desk, as events of its state.

import type { Message } from "../protocol";
import type { DeskEvent } from "./state";
import type {
  Alert,
  ConversationView,
  FollowUp,
  Member,
  Note,
  Offer,
  Presence,
  Waiting,
  Welcome,
} from "./wire";

/** The listeners of namespace /desk, each handing an event to `hear`. */
export function listeners(hear: (event: DeskEvent) => void) {
  return {
    welcome: (welcome: Welcome) => hear({ type: "welcome", welcome, heard: Date.now() }),
    beat: ({ at }: { at?: string }) => at !== undefined && hear({ type: "clock", at, heard: Date.now() }),
    queue: ({ waiting }: { waiting: Waiting[] }) => hear({ type: "queue", waiting }),
    offer: (offer: Offer) => hear({ type: "offer", offer }),
    offer_over: ({ handoff }: { handoff: string }) => hear({ type: "offer_over", handoff }),
    conversation: (view: ConversationView) => hear({ type: "conversation", view }),
    message: ({ conversation, ...message }: Message & { conversation: string }) =>
      hear({ type: "message", conversation, message }),
    note: ({ conversation, ...note }: Note & { conversation: string }) =>
      hear({ type: "note", conversation, note }),
    typing: ({ conversation, on }: { conversation: string; on: boolean }) =>
      hear({ type: "typing", conversation, on }),
    seen: ({ conversation, seq }: { conversation: string; seq: number }) =>
      hear({ type: "reached", conversation, seq }),
    presence: ({ team, presence }: { team?: Member[]; presence?: Presence }) => {
      if (team) hear({ type: "team", team });
      if (presence) hear({ type: "presence", presence });
    },
    follow_ups: ({ items }: { items: FollowUp[] }) => hear({ type: "follow_ups", items }),
    alerts: ({ alerts }: { alerts: Alert[] }) => hear({ type: "alerts", alerts }),
  };
}
