/** What a field's text was read as: the value as it is kept, or what is wrong with it. */
export type ReadField<Problem> = { value: string } | { problem: Problem };
