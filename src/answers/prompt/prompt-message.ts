/** A message as a model is given it. */
export interface PromptMessage {
  role: "system" | "user" | "assistant";
  content: string;
}
