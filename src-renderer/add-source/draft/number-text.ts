/** A number field of a form; empty while nothing is typed. */
export type NumberText = number | '';
