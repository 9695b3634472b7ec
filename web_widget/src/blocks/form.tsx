// A form in the thread. What was typed stays when the server turns it back; errors stand beside their fields.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Conversation, submitted } from "../conversation";
import type { Field, Message } from "../protocol";
import { useSetting } from "../view/context";
import { worded } from "../words/figures";
import type { Words } from "../words/words";
import { FieldView, options } from "./field";

export type Values = Readonly<Record<string, string>>;
type Errors = Readonly<Record<string, string>>;

interface Props {
  now: Conversation;
  message: Message;
  form: string;
  fields: readonly Field[];
  past: boolean;
  toComposer: () => void;
}

export function FormBlock({ now, message, form, fields, past, toComposer }: Props) {
  const { chat, words } = useSetting();
  const [values, setValues] = useState<Values>(() => (past ? {} : chat.typed(message.seq)));
  const [own, setOwn] = useState<Errors>({});
  const element = useRef<HTMLFormElement>(null);
  const name = useId();
  const sent = past || submitted(now, message);
  const fromServer = now.invalid[message.seq];
  const errors: Errors = { ...fromServer, ...own };
  const wrong = fields.filter((field) => errors[field.name]);

  // What is typed outlives the page, until it has been sent.
  const type = (typed: Values) => {
    setValues(typed);
    chat.keepTyped(message.seq, typed);
  };
  useEffect(() => {
    if (sent && !past) chat.keepTyped(message.seq, undefined);
  }, [sent]);

  // The user sent it and is still in the form: take them to what needs another look.
  useEffect(() => {
    if (fromServer) element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [fromServer]);

  const send = () => {
    if (sent) return;
    const found = faults(fields, values, words);
    setOwn(found);
    const first = fields.find((field) => found[field.name]);
    if (first) {
      element.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first.name)}"]`)?.focus();
      return;
    }
    const given = Object.fromEntries(
      fields.flatMap((field) => {
        const value = values[field.name];
        return value ? [[field.name, value]] : [];
      }),
    );
    if (chat.submit(message.seq, form, given, summary(fields, values))) toComposer();
  };

  return (
    <form
      ref={element}
      class="card form"
      noValidate
      aria-label={worded(form)}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {wrong.length > 0 && !sent && (
        <p class="wrong" role="alert">
          {words.say("form.wrong")}
        </p>
      )}
      {fields.map((field) => (
        <FieldView
          key={field.name}
          id={`${name}-${field.name}`}
          field={field}
          value={values[field.name] ?? ""}
          error={sent ? undefined : errors[field.name]}
          disabled={sent}
          change={(value) => {
            type({ ...values, [field.name]: value });
            setOwn(({ [field.name]: _mended, ...rest }) => rest);
          }}
        />
      ))}
      <button type="submit" class="action" aria-disabled={sent}>
        {words.say(sent ? "form.sent" : "form.send")}
      </button>
    </form>
  );
}

/** What can be told before sending; the server's own check decides. */
export function faults(fields: readonly Field[], values: Values, words: Words): Errors {
  const found: Record<string, string> = {};
  for (const field of fields) {
    const text = (values[field.name] ?? "").trim();
    const longest = field.kind === "text" || field.kind === "long_text" ? Number(field.max) : Number.NaN;
    if (field.required && text === "") found[field.name] = words.say("form.required");
    else if ([...text].length > longest) found[field.name] = words.count("form.too_long", longest);
  }
  return found;
}

/** What the thread shows for the form while it is under way. */
function summary(fields: readonly Field[], values: Values): string {
  const lines = fields.flatMap((field) => {
    const value = values[field.name];
    const label = options(field).find((option) => option.id === value)?.label ?? value;
    return value ? [`${field.label}: ${label}`] : [];
  });
  return lines.join("\n");
}
