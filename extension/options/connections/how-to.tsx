/** Where an administrator makes the credentials on the other side, and what each right is for, in the vendor's own names. */
export function HowTo({
  title,
  steps,
  rightsTitle,
  rights,
}: {
  title: string;
  steps: readonly string[];
  rightsTitle: string;
  rights: readonly (readonly [right: string, use: string])[];
}) {
  return (
    <details className="help" open>
      <summary>{title}</summary>
      <ol className="how">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className="help-title">{rightsTitle}</p>
      <ul className="rights">
        {rights.map(([right, use]) => (
          <li key={right}>
            <code translate="no">{right}</code> {use}
          </li>
        ))}
      </ul>
    </details>
  );
}
