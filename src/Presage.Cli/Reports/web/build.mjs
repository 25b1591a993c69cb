// Bundles the report's scripts, style and page into one folder: node build.mjs OUTPUT_FOLDER
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

await mkdir(output, { recursive: true });
await bundle(["src/report.ts", "src/report.css"], ["echarts/NOTICE", "zrender/LICENSE"]);
// Apart from the rest, because only a report with a service map needs it.
await bundle(["src/graph.ts"], ["cytoscape/LICENSE", "@dagrejs/dagre/LICENSE"]);
await copyFile(join(here, "src/report.html"), join(output, "report.html"));

// Each script carries the notices its libraries ask for, as their packages word them.
async function bundle(entries, notices) {
  const texts = await Promise.all(notices.map(async (file) => `${file}\n\n${(await readFile(join(here, "node_modules", file), "utf8")).trim()}`));
  await build({
    entryPoints: entries.map((entry) => join(here, entry)),
    outdir: output,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2020"],
    charset: "ascii",
    legalComments: "none",
    banner: { js: `/*\n${texts.join("\n\n")}\n*/` },
    logLevel: "warning",
  });
}
