;; The scan of scan.c as WebAssembly SIMD, for machines where no native code can be loaded.
;;
;; Scores have the same bits as there: element j of a row goes into lane j % 32 (eight vectors of four lanes) while whole
;; blocks of 32 last; the lanes are folded 32 -> 16 -> 8 -> 4 -> 2 -> 1; what is left is added one by one.
;;
;; Assembled into scan.wasm, which is committed: `bun scripts/build-wasm.ts`.
(module
  (import "host" "memory" (memory 0))

  ;; The score of the row that next_above returned.
  (global $score (export "score") (mut f32) (f32.const 0))

  ;; The first row from $row on whose inner product with the query is above $threshold, or $row_count where there is
  ;; none. Rows of $dim floats lie from address $rows on. NaN is never above anything.
  (func (export "next_above")
    (param $query i32) (param $rows i32) (param $dim i32) (param $row i32) (param $row_count i32) (param $threshold f32)
    (result i32)
    (local $blocks_end i32) (local $j i32) (local $q i32) (local $v i32) (local $sum f32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)

    (local.set $blocks_end (i32.and (local.get $dim) (i32.const -32)))
    (local.set $v
      (i32.add (local.get $rows) (i32.mul (local.get $row) (i32.shl (local.get $dim) (i32.const 2)))))

    (block $none
      (loop $next_row
        (br_if $none (i32.ge_u (local.get $row) (local.get $row_count)))
        (local.set $q (local.get $query))
        (local.set $j (i32.const 0))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $c (v128.const i32x4 0 0 0 0))
        (local.set $d (v128.const i32x4 0 0 0 0))
        (local.set $e (v128.const i32x4 0 0 0 0))
        (local.set $f (v128.const i32x4 0 0 0 0))
        (local.set $g (v128.const i32x4 0 0 0 0))
        (local.set $h (v128.const i32x4 0 0 0 0))

        (block $blocks_done
          (loop $next_block
            (br_if $blocks_done (i32.ge_u (local.get $j) (local.get $blocks_end)))
            (local.set $a (f32x4.add (local.get $a)
              (f32x4.mul (v128.load offset=0 (local.get $q)) (v128.load offset=0 (local.get $v)))))
            (local.set $b (f32x4.add (local.get $b)
              (f32x4.mul (v128.load offset=16 (local.get $q)) (v128.load offset=16 (local.get $v)))))
            (local.set $c (f32x4.add (local.get $c)
              (f32x4.mul (v128.load offset=32 (local.get $q)) (v128.load offset=32 (local.get $v)))))
            (local.set $d (f32x4.add (local.get $d)
              (f32x4.mul (v128.load offset=48 (local.get $q)) (v128.load offset=48 (local.get $v)))))
            (local.set $e (f32x4.add (local.get $e)
              (f32x4.mul (v128.load offset=64 (local.get $q)) (v128.load offset=64 (local.get $v)))))
            (local.set $f (f32x4.add (local.get $f)
              (f32x4.mul (v128.load offset=80 (local.get $q)) (v128.load offset=80 (local.get $v)))))
            (local.set $g (f32x4.add (local.get $g)
              (f32x4.mul (v128.load offset=96 (local.get $q)) (v128.load offset=96 (local.get $v)))))
            (local.set $h (f32x4.add (local.get $h)
              (f32x4.mul (v128.load offset=112 (local.get $q)) (v128.load offset=112 (local.get $v)))))
            (local.set $q (i32.add (local.get $q) (i32.const 128)))
            (local.set $v (i32.add (local.get $v) (i32.const 128)))
            (local.set $j (i32.add (local.get $j) (i32.const 32)))
            (br $next_block)))

        ;; 32 -> 16 -> 8 -> 4 lanes
        (local.set $a (f32x4.add
          (f32x4.add
            (f32x4.add (local.get $a) (local.get $e))
            (f32x4.add (local.get $c) (local.get $g)))
          (f32x4.add
            (f32x4.add (local.get $b) (local.get $f))
            (f32x4.add (local.get $d) (local.get $h)))))
        ;; 4 -> 2 -> 1
        (local.set $a (f32x4.add (local.get $a)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $a) (local.get $a))))
        (local.set $sum (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a))))

        (block $row_done
          (loop $next_element
            (br_if $row_done (i32.ge_u (local.get $j) (local.get $dim)))
            (local.set $sum (f32.add (local.get $sum)
              (f32.mul (f32.load (local.get $q)) (f32.load (local.get $v)))))
            (local.set $q (i32.add (local.get $q) (i32.const 4)))
            (local.set $v (i32.add (local.get $v) (i32.const 4)))
            (local.set $j (i32.add (local.get $j) (i32.const 1)))
            (br $next_element)))

        (if (f32.gt (local.get $sum) (local.get $threshold))
          (then
            (global.set $score (local.get $sum))
            (return (local.get $row))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $next_row)))
    (local.get $row_count)))
