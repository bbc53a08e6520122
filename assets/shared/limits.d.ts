// What Python hands to the scripts (ce_core/asset_files.py, LIMITS). There is no limits.js:
// the object is put before the joined modules.

export const limits: Readonly<{
  minClasses: number;
  maxClasses: number;
  maxNameLength: number;
  temperature: readonly [number, number];
  labelSmoothing: readonly [number, number];
  mostPoints: number;
  certaintyLevels: number;
  firstCode: number;
}>;
