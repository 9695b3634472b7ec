// One field of a form, with its label and its error.

import type { JSX } from "preact";
import type { Field } from "../protocol";
import { useSetting } from "../view/context";

interface Props {
  id: string;
  field: Field;
  value: string;
  error: string | undefined;
  disabled: boolean;
  change: (value: string) => void;
}

// Numbers are texts with a fitting keyboard: a number field turns what it does not like into nothing.
const INPUTS: Readonly<Record<string, JSX.IntrinsicElements["input"]>> = {
  email: { type: "email", inputMode: "email", autoComplete: "email" },
  date: { type: "date" },
  number: { type: "text", inputMode: "decimal" },
  money: { type: "text", inputMode: "decimal" },
};

export function FieldView({ id, field, value, error, disabled, change }: Props) {
  const { words } = useSetting();
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {!field.required && <span class="optional"> ({words.say("form.optional")})</span>}
      </label>
      <Control id={id} field={field} value={value} error={error} disabled={disabled} change={change} />
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function Control({ id, field, value, error, disabled, change }: Props) {
  const { words } = useSetting();
  const shared = {
    id,
    name: field.name,
    value,
    disabled,
    "aria-required": field.required === true,
    "aria-invalid": error !== undefined,
    ...(error === undefined ? {} : { "aria-describedby": `${id}-error` }),
  } as const;

  if (field.kind === "choice") {
    return (
      <select {...shared} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{words.say("form.choose")}</option>
        {options(field).map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === "long_text") {
    return (
      <textarea {...shared} rows={4} dir="auto" onInput={(event) => change(event.currentTarget.value)} />
    );
  }
  const kind = INPUTS[field.kind] ?? { type: "text" };
  return <input {...shared} {...kind} dir="auto" onInput={(event) => change(event.currentTarget.value)} />;
}

export function options(field: Field): { id: string; label: string }[] {
  return (field.options ?? []).map((option) =>
    typeof option === "string" ? { id: option, label: option } : option,
  );
}
