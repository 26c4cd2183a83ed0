/** How onnxruntime is to run the model. */
export function sessionOptions(threads: number) {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that spin while they wait halve the throughput as soon as anything else uses the cores.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
}
