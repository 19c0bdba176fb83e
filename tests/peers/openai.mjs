// openai.mjs URL: the npm package openai as an independent client of
// fake/llm.py. When it reads an answer or sees a fault, then so does the fake
// speak; TAP on stdout.
import OpenAI from 'openai'

const base = process.argv[2]
const text = 'Grüße, wörld €😀 "quoted" \\ end.'
const messages = [{ role: 'user', content: 'Say it.' }]
let n = 0

function is(name, wanted, got) {
	const [w, g] = [wanted, got].map((v) => JSON.stringify(v))
	console.log(`${w === g ? 'ok' : 'not ok'} ${++n} - ${name}`)
	if (w !== g)
		console.log(`# wanted: ${w}\n# got: ${g}`)
}

function client(fault, more) {
	return new OpenAI({ apiKey: 'sk-peer', maxRetries: 0, timeout: 5000,
	    baseURL: `${base}/${encodeURIComponent(fault)}/v1`, ...more })
}

async function whole(fault, more) {
	return client(fault, more).chat.completions.create(
	    { model: 'm', messages })
}

async function stream(fault, more) {
	const got = { text: '', finish: null, usage: null }
	for await (const c of await client(fault, more).chat.completions.create(
	    { model: 'm', messages, stream: true,
	      stream_options: { include_usage: true } })) {
		got.text += c.choices[0]?.delta?.content ?? ''
		got.finish = c.choices[0]?.finish_reason ?? got.finish
		got.usage = c.usage ?? got.usage
	}
	return got
}

async function fails(name, wanted, promise) {
	try {
		await promise
		is(name, wanted, 'an answer')
	} catch (e) {
		const { status, code, type } = e
		is(name, wanted, status ? [status, code, type] : e.constructor.name)
	}
}

const answer = await whole('ok')
is('whole: text', text, answer.choices[0].message.content)
is('whole: finish', 'stop', answer.choices[0].finish_reason)
is('whole: usage', 50, answer.usage.total_tokens)
// The odd forms that this client reads too.
for (const fault of ['ok', 'crlf', 'noblank', 'bom', 'fields', 'events',
    'lines', 'nodone', 'split=1', 'gzip', 'gzip-split', 'extension', 'http10',
    'null-delta', 'no-delta', 'null-content', 'empty-choices',
    'after-done', 'close', 'alive=comment:0.3', 'slow-stream']) {
	const got = await stream(fault)
	is(`${fault}: streamed text`, text, got.text)
	is(`${fault}: finish`, 'stop', got.finish)
	is(`${fault}: usage`, 40, got.usage?.prompt_tokens)
}
is('length', 'length', (await stream('length-finish')).finish)
is('reasoning', 300, (await whole('reasoning')).choices[0]
    .message.reasoning_content.length)
is('tools', 'search', (await whole('tools')).choices[0]
    .message.tool_calls[0].function.name)
is('cached tokens', 30, (await whole('usage=details'))
    .usage.prompt_tokens_details.cached_tokens)

await fails('401', [401, null, 'server_error'], whole('401'))
await fails('quota', [429, 'insufficient_quota', 'requests'], whole('quota'))
await fails('overflow', [400, 'context_length_exceeded',
    'invalid_request_error'], whole('overflow=code'))
await fails('HTML', [502, undefined, undefined], whole('502=html'))
await fails('an error in the stream', 'APIError', stream('midway=500'))
await fails('connection reset', 'APIConnectionError', whole('break=none-reset'))
await fails('cut body', 'TypeError', whole('cut=0.5'))
await fails('silence', 'APIConnectionTimeoutError',
    whole('silent', { timeout: 300 }))

is('retry after 503', text, (await whole('503*1', { maxRetries: 1 }))
    .choices[0].message.content)
const start = Date.now()
is('retry after a pause', text, (await whole('after=1*1', { maxRetries: 1 }))
    .choices[0].message.content)
is('as long as was told', true, Date.now() - start >= 1000)

for (const [fault, format] of [['ok', 'float'], ['ok', 'base64'],
    ['embed=array', 'base64']]) {
	const got = await client(fault).embeddings.create({ model: 'm',
	    input: ['abc', 'de'], encoding_format: format })
	const v = got.data[1].embedding
	const floats = typeof v === 'string' ?
	    [...new Float32Array(Uint8Array.from(Buffer.from(v, 'base64'))
	    .buffer)] : v
	is(`${fault}: vector, ${format}`, [2, 100, 101, 0.5], floats)
	is(`${fault}: index, ${format}`, 1, got.data[1].index)
}
console.log(`1..${n}`)
