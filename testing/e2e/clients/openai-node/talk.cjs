// OpenAI's package for Node against the proxy, as its documentation shows it.
//
// Usage: node talk.cjs PACKAGE BASE_URL MODEL EMBEDDER. Writes one line for each step that went as it should.
const assert = require('node:assert/strict');

const [, , location, baseURL, model, embedder] = process.argv;
const { OpenAI, NotFoundError } = require(location);
const client = new OpenAI({ baseURL, apiKey: 'none' });
const messages = [{ role: 'user', content: 'What is the capital of France?' }];

async function main() {
  const listed = await client.models.list();
  assert.ok(listed.data.some((each) => each.id === model));
  assert.equal((await client.models.retrieve(model)).object, 'model');
  console.log('listed');

  const answer = await client.chat.completions.create({ model, messages, temperature: 0 });
  assert.match(answer.choices[0].message.content, /Paris/);
  assert.ok(answer.usage.completion_tokens > 0);
  console.log('answered');

  let text = '';
  let parts = 0;
  for await (const part of await client.chat.completions.create({ model, messages, temperature: 0, stream: true })) {
    text += part.choices[0]?.delta?.content ?? '';
    parts += 1;
  }
  assert.match(text, /Paris/);
  assert.ok(parts > 3);
  console.log('streamed');

  // The package asks for base64 by itself, and decodes it.
  const { data, usage } = await client.embeddings.create({ model: embedder, input: ['A cat.', 'A cat.', 'Tax law.'] });
  assert.deepEqual(data.map((each) => each.embedding.length), [384, 384, 384]);
  assert.deepEqual(data[0].embedding, data[1].embedding);
  assert.notDeepEqual(data[0].embedding, data[2].embedding);
  assert.ok(usage.total_tokens > 0);
  console.log('embedded');

  const unknown = client.embeddings.create({ model: 'nobody-has-this', input: 'A cat.' });
  await assert.rejects(unknown, (error) => {
    assert.ok(error instanceof NotFoundError);
    assert.equal(error.code, 'model_not_found');
    assert.equal(error.param, 'model');
    return true;
  });
  console.log('refused');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
