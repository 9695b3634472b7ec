// A labelled field of a console form, with its hint and what is wrong with it.

import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { useDesk } from "./context";

/** What a control needs so that its label, hint and error belong to it. */
export interface Wiring {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby"?: string;
}

interface Props {
  label: string;
  /** The control's id where somebody else has to find it. */
  id?: string;
  optional?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
  children: (wiring: Wiring) => ComponentChildren;
}

export function Labelled({ label, id: given, optional, hint, error, children }: Props) {
  const { words } = useDesk();
  const made = useId();
  const id = given ?? made;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: Wiring = { id, "aria-invalid": error !== undefined };
  if (described) wiring["aria-describedby"] = described;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="optional"> ({words.say("dialog.optional")})</span>}
      </label>
      {children(wiring)}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

type AreaProps = Omit<Props, "children"> & {
  value: string;
  change: (value: string) => void;
  rows?: number;
  max?: number;
};

/** A field for several lines. */
export function Area({ value, change, rows = 3, max, ...rest }: AreaProps) {
  const limits: JSX.IntrinsicElements["textarea"] = max === undefined ? {} : { maxLength: max };
  return (
    <Labelled {...rest}>
      {(wiring) => (
        <textarea
          {...wiring}
          {...limits}
          rows={rows}
          dir="auto"
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Labelled>
  );
}

type OptionsProps = Omit<Props, "children"> & {
  value: string;
  change: (value: string) => void;
  options: readonly { id: string; label: string }[];
  choose?: string;
};

/** A field with a list to choose from. */
export function Options({ value, change, options, choose, ...rest }: OptionsProps) {
  return (
    <Labelled {...rest}>
      {(wiring) => (
        <select {...wiring} value={value} onChange={(event) => change(event.currentTarget.value)}>
          {choose !== undefined && <option value="">{choose}</option>}
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
