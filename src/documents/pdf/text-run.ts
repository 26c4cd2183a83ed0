/** A stretch of text in one typeface: where it starts and how wide it is, in points, y upwards. */
export interface TextRun {
  text: string;
  x: number;
  y: number;
  width: number;
  /** Size of type in points. */
  size: number;
  bold: boolean;
  /** Direction of writing in degrees, counter-clockwise; 0 is upright on the page as it is shown. */
  angle: number;
}
