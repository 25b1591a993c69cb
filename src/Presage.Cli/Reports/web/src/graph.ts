import { Graph, layout } from "@dagrejs/dagre";
import cytoscape from "cytoscape";

/** What a service map is drawn with. A script of its own, written only into reports that have a map. */
const libraries = { cytoscape, Graph, layout };
export type GraphLibraries = typeof libraries;

Object.assign(globalThis, { presageGraph: libraries });
