/** What this program does in processes of its own. */
export type ChildName = "parse" | "heavy";

/** Where Bun keeps the code of a program that was compiled into one file. */
const COMPILED_ROOT = "/$bunfs/";

/**
 * Program and arguments of a child: the file of its code, run by this runtime; where the program was compiled into one file,
 * that file again, which is told by its first argument what to be.
 */
export function childCommand(name: ChildName, file: string): string[] {
  return [process.execPath, Bun.main.startsWith(COMPILED_ROOT) ? childArgument(name) : file];
}

/** The program itself, to be called with a command of its own: by its entry, or as the one file it was compiled into. */
export function ownCommand(entry: string): string[] {
  return [process.execPath, ...(Bun.main.startsWith(COMPILED_ROOT) ? [] : [entry])];
}

/** The first argument of a compiled program that is to be such a child. */
export function childArgument(name: ChildName): string {
  return `__${name}`;
}
