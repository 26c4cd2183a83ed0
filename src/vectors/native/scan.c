/*
 * Exact inner-product scan over float32 rows, for the `mmap` engine.
 *
 * Every variant adds in one fixed order, the same as scan.wat: element j of a row goes into lane j % 32 while whole
 * blocks of 32 last; the lanes are folded 32 -> 16 -> 8 -> 4 -> 2 -> 1 (lane i takes lane i + half); what is left of the
 * row is added one by one. Products and sums are rounded separately (no fused multiply-add). So a score has the same
 * bits on every CPU and in every engine, and near-ties cannot swap. It costs nothing: a scan waits for memory.
 *
 * Nothing is allocated and nothing is kept between calls: the caller owns the hits. Rows may start at any byte address.
 * Built by scripts/build-kernel.sh; -ffp-contract=off is part of the contract above.
 */
#define _POSIX_C_SOURCE 200809L /* mmap and posix_madvise under -std=c11 */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define EXPORT __attribute__((visibility("default")))

/* Raise it with any change of a signature or of its meaning; scan-kernel.ts refuses another number. */
enum { SCAN_ABI = 1 };

enum { PORTABLE = 0, AVX2 = 1, AVX512 = 2, NEON = 3 };

enum { LANES = 32, BLOCK_ROWS = 64, PREFETCH_BYTES = 512 };

/* The best `k` rows of one query so far: a heap whose root is the worst of them, in the caller's arrays. */
typedef struct {
  uint32_t k;
  uint32_t count;
  float *scores;
  uint32_t *rows;
} hits_t;

/* Writes the scores of `count` consecutive rows. */
typedef void (*score_rows_fn)(const float *query, const uint8_t *rows, uint32_t dim, uint32_t count, float *scores);

/* Adds the elements behind the last whole block of lanes. */
static inline float add_rest(float sum, const float *query, const uint8_t *row, uint32_t dim) {
  for (uint32_t j = dim - dim % LANES; j < dim; j++) {
    float value;
    memcpy(&value, row + (size_t)j * sizeof(float), sizeof(float));
    sum += query[j] * value;
  }
  return sum;
}

/* The processor may read ahead past the end of the rows: a prefetch never faults. */
static inline void prefetch_block(const uint8_t *block) {
  __builtin_prefetch(block + PREFETCH_BYTES, 0, 3);
  __builtin_prefetch(block + PREFETCH_BYTES + 64, 0, 3);
}

static void score_rows_portable(const float *query, const uint8_t *rows, uint32_t dim, uint32_t count,
                                float *scores) {
  const uint32_t blocks_end = dim - dim % LANES;
  for (uint32_t i = 0; i < count; i++, rows += (size_t)dim * sizeof(float)) {
    float lanes[LANES] = {0};
    for (uint32_t j = 0; j < blocks_end; j += LANES) {
      float values[LANES];
      memcpy(values, rows + (size_t)j * sizeof(float), sizeof values);
      for (uint32_t lane = 0; lane < LANES; lane++) lanes[lane] += query[j + lane] * values[lane];
    }
    for (uint32_t half = LANES / 2; half > 0; half /= 2)
      for (uint32_t lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
    scores[i] = add_rest(lanes[0], query, rows, dim);
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx"))) static inline float fold_8_lanes(__m256 lanes) {
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps(lanes, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

__attribute__((target("avx2"))) static void score_rows_avx2(const float *query, const uint8_t *rows, uint32_t dim,
                                                            uint32_t count, float *scores) {
  const uint32_t blocks_end = dim - dim % LANES;
  for (uint32_t i = 0; i < count; i++, rows += (size_t)dim * sizeof(float)) {
    const float *row = (const float *)(const void *)rows; /* only loadu touches it */
    __m256 a = _mm256_setzero_ps(), b = a, c = a, d = a;
    for (uint32_t j = 0; j < blocks_end; j += LANES) {
      prefetch_block(rows + (size_t)j * sizeof(float));
      a = _mm256_add_ps(a, _mm256_mul_ps(_mm256_loadu_ps(query + j), _mm256_loadu_ps(row + j)));
      b = _mm256_add_ps(b, _mm256_mul_ps(_mm256_loadu_ps(query + j + 8), _mm256_loadu_ps(row + j + 8)));
      c = _mm256_add_ps(c, _mm256_mul_ps(_mm256_loadu_ps(query + j + 16), _mm256_loadu_ps(row + j + 16)));
      d = _mm256_add_ps(d, _mm256_mul_ps(_mm256_loadu_ps(query + j + 24), _mm256_loadu_ps(row + j + 24)));
    }
    __m256 folded = _mm256_add_ps(_mm256_add_ps(a, c), _mm256_add_ps(b, d));
    scores[i] = add_rest(fold_8_lanes(folded), query, rows, dim);
  }
}

__attribute__((target("avx512f"))) static void score_rows_avx512(const float *query, const uint8_t *rows,
                                                                 uint32_t dim, uint32_t count, float *scores) {
  const uint32_t blocks_end = dim - dim % LANES;
  for (uint32_t i = 0; i < count; i++, rows += (size_t)dim * sizeof(float)) {
    const float *row = (const float *)(const void *)rows; /* only loadu touches it */
    __m512 a = _mm512_setzero_ps(), b = a;
    for (uint32_t j = 0; j < blocks_end; j += LANES) {
      prefetch_block(rows + (size_t)j * sizeof(float));
      a = _mm512_add_ps(a, _mm512_mul_ps(_mm512_loadu_ps(query + j), _mm512_loadu_ps(row + j)));
      b = _mm512_add_ps(b, _mm512_mul_ps(_mm512_loadu_ps(query + j + 16), _mm512_loadu_ps(row + j + 16)));
    }
    __m512 sum = _mm512_add_ps(a, b);
    __m256 low = _mm512_castps512_ps256(sum);
    __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(sum), 1));
    scores[i] = add_rest(fold_8_lanes(_mm256_add_ps(low, high)), query, rows, dim);
  }
}
#endif

#if defined(__aarch64__)
#include <arm_neon.h>

static inline float32x4_t load_4(const uint8_t *bytes) { return vreinterpretq_f32_u8(vld1q_u8(bytes)); }

static void score_rows_neon(const float *query, const uint8_t *rows, uint32_t dim, uint32_t count, float *scores) {
  const uint32_t blocks_end = dim - dim % LANES;
  for (uint32_t i = 0; i < count; i++, rows += (size_t)dim * sizeof(float)) {
    float32x4_t sums[LANES / 4];
    for (uint32_t s = 0; s < LANES / 4; s++) sums[s] = vdupq_n_f32(0);
    for (uint32_t j = 0; j < blocks_end; j += LANES) {
      const uint8_t *block = rows + (size_t)j * sizeof(float);
      prefetch_block(block);
      for (uint32_t s = 0; s < LANES / 4; s++)
        sums[s] = vaddq_f32(sums[s], vmulq_f32(vld1q_f32(query + j + s * 4), load_4(block + s * 16)));
    }
    for (uint32_t half = LANES / 8; half > 0; half /= 2)
      for (uint32_t s = 0; s < half; s++) sums[s] = vaddq_f32(sums[s], sums[s + half]);
    float32x2_t two = vadd_f32(vget_low_f32(sums[0]), vget_high_f32(sums[0]));
    scores[i] = add_rest(vget_lane_f32(two, 0) + vget_lane_f32(two, 1), query, rows, dim);
  }
}
#endif

/* The function of a variant, NULL where this processor cannot run it. */
static score_rows_fn score_rows_of(int32_t variant) {
  switch (variant) {
    case PORTABLE:
      return score_rows_portable;
#if defined(__x86_64__)
    case AVX2:
      return __builtin_cpu_supports("avx2") ? score_rows_avx2 : NULL;
    case AVX512:
      return __builtin_cpu_supports("avx512f") ? score_rows_avx512 : NULL;
#endif
#if defined(__aarch64__)
    case NEON:
      return score_rows_neon;
#endif
    default:
      return NULL;
  }
}

static inline int ranks_before(float score, uint32_t row, float other_score, uint32_t other_row) {
  return score > other_score || (score == other_score && row < other_row);
}

static inline void place(hits_t *hits, uint32_t at, float score, uint32_t row) {
  hits->scores[at] = score;
  hits->rows[at] = row;
}

/* Lets a hit sink from `at` in a heap of `count` hits to where no child ranks behind it. */
static void sink(hits_t *hits, uint32_t count, uint32_t at, float score, uint32_t row) {
  for (;;) {
    uint64_t child = 2 * (uint64_t)at + 1;
    if (child >= count) break;
    if (child + 1 < count &&
        ranks_before(hits->scores[child], hits->rows[child], hits->scores[child + 1], hits->rows[child + 1]))
      child++;
    if (!ranks_before(score, row, hits->scores[child], hits->rows[child])) break;
    place(hits, at, hits->scores[child], hits->rows[child]);
    at = (uint32_t)child;
  }
  place(hits, at, score, row);
}

static void push(hits_t *hits, float score, uint32_t row) {
  uint32_t at = hits->count++;
  while (at > 0) {
    uint32_t parent = (at - 1) / 2;
    if (!ranks_before(hits->scores[parent], hits->rows[parent], score, row)) break;
    place(hits, at, hits->scores[parent], hits->rows[parent]);
    at = parent;
  }
  place(hits, at, score, row);
}

/* Keeps what belongs to the best k of a block. NaN and -infinity fail every comparison here and are never hits. */
static void offer(hits_t *hits, const float *scores, uint32_t first_row, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (hits->count < hits->k) {
      if (scores[i] > -INFINITY) push(hits, scores[i], first_row + i);
    } else if (scores[i] >= hits->scores[0] &&
               ranks_before(scores[i], first_row + i, hits->scores[0], hits->rows[0])) {
      sink(hits, hits->count, 0, scores[i], first_row + i);
    }
  }
}

EXPORT int32_t vade_scan_abi(void) { return SCAN_ABI; }

/* The fastest variant this processor runs. */
EXPORT int32_t vade_scan_best_variant(void) {
  static const int32_t fastest_first[] = {AVX512, AVX2, NEON};
  for (uint32_t i = 0; i < sizeof fastest_first / sizeof fastest_first[0]; i++)
    if (score_rows_of(fastest_first[i]) != NULL) return fastest_first[i];
  return PORTABLE;
}

/*
 * Scans rows [first_row, first_row + row_count) of `dim` floats, row 0 being at base + offset, for `query_count`
 * queries laid end to end. `scores` and `rows` hold k places a query and `found` one number a query: 0 before the first
 * call; calls over further rows go on from there. vade_scan_sort ends it.
 * 0, or EINVAL for k = 0 or dim = 0, or ENOTSUP where the processor cannot run `variant`.
 */
EXPORT int32_t vade_scan_rows(int32_t variant, const uint8_t *base, uint64_t offset, uint32_t first_row,
                              uint32_t row_count, uint32_t dim, const float *queries, uint32_t query_count,
                              uint32_t k, float *scores, uint32_t *rows, uint32_t *found) {
  score_rows_fn score_rows = score_rows_of(variant);
  if (score_rows == NULL) return ENOTSUP;
  if (k == 0 || dim == 0) return EINVAL;
  float block_scores[BLOCK_ROWS];
  const size_t row_bytes = (size_t)dim * sizeof(float);
  for (uint32_t done = 0; done < row_count;) {
    const uint32_t count = row_count - done < BLOCK_ROWS ? row_count - done : BLOCK_ROWS;
    const uint32_t block_row = first_row + done;
    /* Query by query over a block that stays in the cache: a batch reads the file once. */
    for (uint32_t q = 0; q < query_count; q++) {
      score_rows(queries + (size_t)q * dim, base + offset + block_row * row_bytes, dim, count, block_scores);
      hits_t hits = {k, found[q], scores + (size_t)q * k, rows + (size_t)q * k};
      offer(&hits, block_scores, block_row, count);
      found[q] = hits.count;
    }
    done += count;
  }
  return 0;
}

/* Puts the hits of each query in order: best score first, equal scores by row. They are no heap any more then. */
EXPORT void vade_scan_sort(uint32_t query_count, uint32_t k, float *scores, uint32_t *rows, const uint32_t *found) {
  for (uint32_t q = 0; q < query_count; q++) {
    hits_t hits = {k, found[q], scores + (size_t)q * k, rows + (size_t)q * k};
    for (uint32_t last = hits.count; last-- > 1;) {
      const float score = hits.scores[last];
      const uint32_t row = hits.rows[last];
      place(&hits, last, hits.scores[0], hits.rows[0]);
      sink(&hits, last, 0, score, row);
    }
  }
}

/* Copies `bytes` bytes from base + offset, e.g. a row to where it is aligned. */
EXPORT void vade_scan_copy(const uint8_t *base, uint64_t offset, uint64_t bytes, uint8_t *target) {
  memcpy(target, base + offset, bytes);
}

/* Maps `bytes` bytes of an open file for reading only. NULL, with `error` set to errno, where that fails. */
EXPORT void *vade_scan_map(int32_t fd, uint64_t bytes, int32_t *error) {
  void *base = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);
  if (base == MAP_FAILED) {
    *error = errno;
    return NULL;
  }
  /* Reading begins before the first search asks for it; a refusal of this advice harms nothing. */
  (void)posix_madvise(base, bytes, POSIX_MADV_WILLNEED);
  *error = 0;
  return base;
}

/* 0, or errno. */
EXPORT int32_t vade_scan_unmap(void *base, uint64_t bytes) { return munmap(base, bytes) == 0 ? 0 : errno; }
