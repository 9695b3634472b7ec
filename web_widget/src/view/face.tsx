// Who speaks, as a small round picture: a specialist's first letters, or the assistant's mark.

interface Props {
  kind: "assistant" | "specialist" | "system";
  name?: string | null | undefined;
}

export function Face({ kind, name }: Props) {
  const letters = kind === "specialist" ? initials(name ?? "") : "";
  return (
    <span class={`face is-${kind}`} aria-hidden="true">
      {letters || (
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M7 20V4.500M7 5h10l-2.5 3.500L17 12H7" />
        </svg>
      )}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase();
}
