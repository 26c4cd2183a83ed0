/**
 * A thread that asks a Space at a steady rate, whether or not earlier answers have come; what else its program does
 * does not delay it. `{ url, perSecond }` starts it, `"stop"` ends it: it then posts its samples and closes.
 */
declare const self: Worker;

const QUESTIONS = [
  "quais são os direitos do titular de dados?",
  "o que é dado pessoal sensível?",
  "responsabilidade do provedor de internet",
  "em quanto tempo se extingue o direito de requerer mandado de segurança?",
  "quando é lícito o uso de algemas?",
  "guarda de registros de conexão",
  "quem é o controlador e quem é o operador?",
  "súmula 11 do STF",
  "art. 7º da LGPD",
  "concessão de liminar em mandado de segurança",
];

/** One question: when it was asked, in milliseconds since the epoch, how long it took and why it failed. */
export interface Sample {
  atMs: number;
  ms: number;
  failure: string | null;
}

export type AskerMessage = { url: string; perSecond: number } | "stop";

const samples: Sample[] = [];
const underWay = new Set<Promise<void>>();
let timer: Timer | null = null;

async function ask(url: string, question: string): Promise<void> {
  const atMs = performance.timeOrigin + performance.now();
  let failure: string | null = null;
  try {
    const response = await fetch(`${url}/api/ask?question=${encodeURIComponent(question)}`);
    const body = await response.text();
    if (response.status !== 200 || !body.includes('"statements"')) failure = `${response.status} ${body}`;
  } catch (error) {
    failure = String(error);
  }
  samples.push({ atMs, ms: performance.timeOrigin + performance.now() - atMs, failure });
}

self.onmessage = async ({ data }: MessageEvent<AskerMessage>) => {
  if (data !== "stop") {
    let asked = 0;
    timer = setInterval(() => {
      const asking: Promise<void> = ask(data.url, QUESTIONS[asked++ % QUESTIONS.length] ?? "").finally(() =>
        underWay.delete(asking),
      );
      underWay.add(asking);
    }, 1000 / data.perSecond);
    return;
  }
  if (timer) clearInterval(timer);
  await Promise.all(underWay);
  postMessage(samples);
};
