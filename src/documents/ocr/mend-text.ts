/**
 * Puts right what recognition is known to get wrong in Brazilian law: the section sign, which the Portuguese model takes for a dollar
 * sign, `S`, or a figure that looks like it, and the ordinal behind it or behind `Art.`, taken for a letter or an asterisk; and the full stop after `Art` and after an article's number, taken for a
 * comma, without which the article would not be found. A line at a time.
 */
export function mendRecognisedLine(line: string): string {
  return line
    .replace(/^Art[,;:] ?(?=\d)/, "Art. ")
    .replace(/^(Art\. ?\d{1,4}[ºª°o]?(?:-[A-Z])?)[,:;] (?=[OAÀÉ]s? |\p{Lu}\p{Ll})/u, "$1. ")
    .replace(/(?<!\S)[$8S&](?= \d{1,2} ?[ºª°o*](?![\p{L}\p{N}]))/gu, "§")
    .replace(/^[35](?= \d{1,2}[ºª°o*](?![\p{L}\p{N}]))/u, "§")
    .replace(/(?<![\p{L}\p{N}])\$(?=\d{1,2}[ºª°o*](?![\p{L}\p{N}]))/gu, "§")
    .replace(/(?<!\S)\$\$(?= ?\d)/g, "§§")
    .replace(/^[$S&](?= (?:\d{2}[.\-–º]|[uú]nico))/iu, "§")
    .replace(/((?:§|\bArts?\.) ?\d{1,2})[ª°o*](?![\p{L}\p{N}])/gu, "$1º");
}
