// Bundles the report's script, style and page into one folder: node build.mjs OUTPUT_FOLDER
import { build } from "esbuild";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
if (!output) {
  console.error("usage: node build.mjs OUTPUT_FOLDER");
  process.exit(2);
}

// Each report carries the notices its charting libraries ask for, as their packages word them.
const notices = await Promise.all(
  ["echarts/NOTICE", "zrender/LICENSE"].map(async (file) => `${file}\n\n${(await readFile(join(here, "node_modules", file), "utf8")).trim()}`),
);

await mkdir(output, { recursive: true });
await build({
  entryPoints: [join(here, "src/report.ts"), join(here, "src/report.css")],
  outdir: output,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  charset: "ascii",
  legalComments: "none",
  banner: { js: `/*\n${notices.join("\n\n")}\n*/` },
  logLevel: "warning",
});
await copyFile(join(here, "src/report.html"), join(output, "report.html"));
