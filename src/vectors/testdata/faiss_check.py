"""Reads an index with FAISS itself and answers queries, so that a test can compare our engines with it.

    faiss_check.py INDEX QUERIES K COPY

QUERIES holds float32 vectors end to end. Prints one JSON document; COPY receives the index as FAISS writes it.
"""
import json
import sys

import faiss
import numpy

index_path, queries_path, k, copy_path = sys.argv[1:]
index = faiss.read_index(index_path)
queries = numpy.fromfile(queries_path, dtype="<f4").reshape(-1, index.d)
scores, rows = index.search(queries, int(k))
faiss.write_index(index, copy_path)
json.dump(
    {
        "faiss": faiss.__version__,
        "flat": isinstance(faiss.downcast_index(index), faiss.IndexFlat),
        "metric": index.metric_type,
        "dim": index.d,
        "count": index.ntotal,
        "rows": rows.tolist(),
        "scores": scores.tolist(),
    },
    sys.stdout,
)
