import { Label, Radio, RadioGroup } from "react-aria-components";

/** One thing that can be chosen. */
interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** A choice among a few, as cards; the first is chosen. */
export function Choice(props: { name: string; label: string; options: readonly Option[] }) {
  const { name, label, options } = props;
  return (
    <RadioGroup name={name} defaultValue={options[0]?.value ?? null} className="choice">
      <Label>{label}</Label>
      <div className="cards">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="card">
            {option.label}
            <span className="quiet">{option.hint}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
