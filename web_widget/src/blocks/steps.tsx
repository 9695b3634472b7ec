// What to do, in order.

export function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li key={step} dir="auto">
          {step}
        </li>
      ))}
    </ol>
  );
}
