// Optimises WebAssembly modules in their places, all in one process: what Binaryen costs most is to start.
//
// Runs beside node_modules. Its arguments are the modules. The same as, for each of them:
// wasm-opt -Oz --skip-pass=inlining-optimizing
import { readFile, writeFile } from 'node:fs/promises';
import binaryen from 'binaryen';

// What rustc's modules use. Anything newer stays off, so that a browser of the last years can run the result.
const { BulkMemory, BulkMemoryOpt, CallIndirectOverlong, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } = binaryen.Features;
const features = BulkMemory | BulkMemoryOpt | CallIndirectOverlong | Multivalue | MutableGlobals | NontrappingFPToInt | ReferenceTypes | SignExt;

// For size, but without inlining: copies of a function's body make the module smaller only before compression.
// On a storefront of 1.3 MB, brotli leaves 324 KB of what wasm-bindgen made, 352 KB after all of -Oz, 320 KB so.
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
binaryen.setGenerateStackIR(true);
binaryen.setOptimizeStackIR(true);
binaryen.addPassToSkip('inlining-optimizing');

for (const path of process.argv.slice(2)) {
  const module = binaryen.readBinary(await readFile(path), features);
  module.optimize();
  if (!module.validate()) throw new Error(`${path} is no valid module after it was optimised`);
  await writeFile(path, module.emitBinary());
  module.dispose();
}
