import { main } from "./page.ts";

/** What the code card says, black on white. */
export function drawCode(): HTMLCanvasElement {
  const page = main();
  const lines = page.querySelectorAll<HTMLElement>(
    "h1, .card .label, .amount, .card [data-code], .deadline-date, .zone",
  );
  const canvas = document.createElement("canvas");
  canvas.width = 1080;
  canvas.height = 110 * lines.length + 260;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.textAlign = "center";
  const write = (text: string, color: string, size: number, y: number) => {
    pen.font = `bold ${size}px sans-serif`;
    pen.fillStyle = color;
    pen.fillText(text, 540, y, 1020);
  };
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 1080, canvas.height);
  write("PagoEfectivo", "#000", 60, 110);
  lines.forEach((line, index) => {
    const { code } = line.dataset;
    const text = code?.replace(/...(?=.)/g, "$& ") ?? line.textContent;
    write(text, "#000", code ? 140 : line.matches(".amount") ? 90 : 42, 110 * index + (code ? 245 : 220));
  });
  pen.rotate(-0.4);
  write(page.dataset.test ?? "", "#b008", 260, canvas.height / 2 + 300);
  return canvas;
}
