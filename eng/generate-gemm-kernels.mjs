// Writes src/Presage.Tensors/Kernels/GemmKernels.g.cs: the register-tiled inner loops of the matrix products.
// Run: node eng/generate-gemm-kernels.mjs        (--check prints nothing and fails when the file is not up to date)
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(new URL("../src/Presage.Tensors/Kernels/GemmKernels.g.cs", import.meta.url));
const tallest = [0, 12, 12, 8, 6]; // by vectors: at most 24 sums, four vectors of B and one broadcast in 32 registers
const chains = 8; // two units times four cycles: so many independent sums keep the multipliers busy

const range = (count) => [...Array(count).keys()];
const shapes = range(Math.max(...tallest)).flatMap((i) => [1, 2, 3, 4].filter((v) => i < tallest[v]).map((v) => [i + 1, v]));

const vectorAt = (j) => (j === 0 ? "" : j === 1 ? " + TSimd.Width" : ` + ${j} * TSimd.Width`);

/// A sum over k of the outer products of `height` values of A and `vectors` vectors of B, held in registers.
function kernel(height, vectors, access) {
  const byRow = access === "Rows";
  const copies = Math.min(4, Math.max(1, Math.ceil(chains / (height * vectors)))); // sums apart, added at the end
  const unroll = Math.max(2, copies);
  const accumulator = (copy, i, j) => `c${i}_${j}${copy === 0 ? "" : "abcd"[copy]}`;
  const groups = range(Math.ceil(height / 3)); // one pointer for three rows: the address modes reach the other two
  const lines = [];
  const emit = (text) => lines.push(text === "" ? "" : "    " + text);

  emit(`/// <summary>C[${height}, ${vectors} vector${vectors === 1 ? "" : "s"}] (+)= A B, tile under tile, with A read along its ${byRow ? "rows" : "columns"}.</summary>`);
  emit("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
  emit(`static void ${access}${height}x${vectors}<TVector, TSimd>(`);
  emit("    int tiles, nint depth, float* left, nint lda, float* right, nint ldb, float* c, nint ldc, bool accumulate)");
  emit("    where TVector : struct");
  emit("    where TSimd : struct, ISimd<TVector>");
  emit("{");
  emit(`    for (; tiles > 0; tiles--, left += ${byRow ? `${height} * lda` : height}, c += ${height} * ldc)`);
  emit("    {");
  const body = lines.length;
  for (const copy of range(copies)) {
    for (const i of range(height)) {
      emit(`    TVector ${range(vectors).map((j) => `${accumulator(copy, i, j)} = default`).join(", ")};`);
    }
  }
  emit("    var k = depth;");
  emit("    var b = right;");
  emit("    var a = left;");
  if (byRow) {
    for (const g of groups.slice(1)) {
      emit(`    var a${g} = a + ${3 * g} * lda;`);
    }
  }
  const pointer = (g) => (g === 0 ? "a" : `a${g}`);
  const step = (indent, count) => {
    for (const u of range(count)) {
      const rowOfB = u === 0 ? "b" : `b + ${u === 1 ? "" : `${u} * `}ldb`;
      for (const j of range(vectors)) {
        const offset = vectorAt(j);
        emit(`${indent}var b${j}_${u} = TSimd.Load(${rowOfB}${offset});`);
      }
      for (const i of range(height)) {
        const row = i % 3;
        const source = byRow
          ? `${pointer(Math.floor(i / 3))}[${[row === 0 ? "" : row === 1 ? "lda" : "2 * lda", u === 0 ? "" : u].filter((t) => t !== "").join(" + ") || 0}]`
          : `a[${[u === 0 ? "" : u === 1 ? "lda" : `${u} * lda`, i].filter((t) => t !== "" && !(t === 0 && u > 0)).join(" + ")}]`;
        emit(`${indent}var x${i}_${u} = TSimd.Broadcast(${source});`);
        for (const j of range(vectors)) {
          const sum = accumulator(copies === 1 ? 0 : u % copies, i, j);
          emit(`${indent}${sum} = TSimd.MultiplyAdd(x${i}_${u}, b${j}_${u}, ${sum});`);
        }
      }
    }
    if (byRow) {
      for (const g of groups) {
        emit(`${indent}${pointer(g)} += ${count};`);
      }
    } else {
      emit(`${indent}a += ${count === 1 ? "" : `${count} * `}lda;`);
    }
    emit(`${indent}b += ${count === 1 ? "" : `${count} * `}ldb;`);
  };
  emit("");
  emit(`    for (; k >= ${unroll}; k -= ${unroll})`);
  emit("    {");
  step("        ", unroll);
  emit("    }");
  emit("");
  emit(unroll === 2 ? "    if (k > 0)" : "    for (; k > 0; k--)");
  emit("    {");
  step("        ", 1);
  emit("    }");
  emit("");
  for (let span = copies; span > 1; span = Math.ceil(span / 2)) {
    const half = Math.ceil(span / 2);
    for (const copy of range(span - half)) {
      for (const i of range(height)) {
        for (const j of range(vectors)) {
          emit(`    ${accumulator(copy, i, j)} = TSimd.Add(${accumulator(copy, i, j)}, ${accumulator(copy + half, i, j)});`);
        }
      }
    }
    emit("");
  }
  const place = (i, j) =>
    ["c", i === 0 ? "" : i === 1 ? "ldc" : `${i} * ldc`].filter((t) => t !== "").join(" + ") + vectorAt(j);
  emit("    if (accumulate)");
  emit("    {");
  for (const i of range(height)) {
    for (const j of range(vectors)) {
      emit(`        c${i}_${j} = TSimd.Add(TSimd.Load(${place(i, j)}), c${i}_${j});`);
    }
  }
  emit("    }");
  emit("");
  for (const i of range(height)) {
    for (const j of range(vectors)) {
      emit(`    TSimd.Store(${place(i, j)}, c${i}_${j});`);
    }
  }
  for (let line = body; line < lines.length; line++) {
    lines[line] = lines[line] === "" ? "" : "    " + lines[line];
  }
  emit("    }");
  emit("}");
  return lines.join("\n");
}

function dispatcher(access) {
  const lines = [
    `/// <summary>Runs the kernel of this height and this many vectors on tiles one under the other, with A read along its ${access.toLowerCase()}.</summary>`,
    "[MethodImpl(MethodImplOptions.AggressiveOptimization)]",
    `public static void ${access}<TVector, TSimd>(`,
    "    int height, int vectors, int tiles, nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)",
    "    where TVector : struct",
    "    where TSimd : struct, ISimd<TVector>",
    "{",
    "    switch (4 * height + vectors)",
    "    {",
  ];
  for (const [height, vectors] of shapes) {
    lines.push(`        case ${4 * height + vectors}:`);
    lines.push(`            ${access}${height}x${vectors}<TVector, TSimd>(tiles, k, a, lda, b, ldb, c, ldc, accumulate);`);
    lines.push("            break;");
  }
  lines.push("    }", "}");
  return lines.map((line) => "    " + line).join("\n");
}

const members = [];
for (const access of ["Rows", "Columns"]) {
  members.push(dispatcher(access));
  for (const [height, vectors] of shapes) {
    members.push(kernel(height, vectors, access));
  }
}

const text = `// <auto-generated>
// Written by eng/generate-gemm-kernels.mjs; change that and run it again.
// </auto-generated>
using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

/// <summary>The inner loops of the matrix products: a tile of C stays in registers over the whole of k.</summary>
static unsafe class GemmKernels
{
    /// <summary>Rows of the tallest kernel of so many vectors.</summary>
    public static int Tallest(int vectors) => vectors switch
    {
        ${[4, 3, 2].map((v) => `${v} => ${tallest[v]},`).join("\n        ")}
        _ => ${tallest[1]},
    };

    /// <summary>Floats of the largest tile of any kernel at this vector width.</summary>
    public static int LargestTile(int width) => ${Math.max(...[1, 2, 3, 4].map((v) => v * tallest[v]))} * width;

${members.join("\n\n")}
}
`;

if (process.argv.includes("--check")) {
  process.exit(readFileSync(target, "utf8") === text ? 0 : 1);
}

writeFileSync(target, text);
