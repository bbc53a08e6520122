// What the scripts share on the page beside their modules: events on the window, and what Python
// puts before a script.

interface Scenario {
  logits: number[];
  target: number[];
  names: string[];
  temperature: number;
  labelSmoothing: number;
}

interface Preset {
  key: string;
  title: string;
  hint: string;
  scenario: Scenario;
}

/** Before the stage's script, by ce_core/component_parts.py. */
declare const PRESETS: readonly Preset[];

/** Before the notebook's script, by the same module. */
declare const PARTS: Readonly<{ html: string; css: string }>;

interface WindowEventMap {
  /** Sent by the stage in every frame that it paints. */
  "lab-scenario": CustomEvent<Scenario>;
}
