// What the screen needs only after its first step: it is loaded while someone types.

export { csv } from "./csv.ts";
export { mapping } from "./mapping.ts";
export { result } from "./result.ts";
