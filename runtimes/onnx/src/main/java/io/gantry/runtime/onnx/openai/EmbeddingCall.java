package io.gantry.runtime.onnx.openai;

import io.gantry.runtime.onnx.text.Embeddings;
import io.gantry.runtime.onnx.text.TextModel;
import io.gantry.runtime.onnx.text.Tokens;
import io.gantry.runtime.server.openai.InvalidRequest;
import java.util.List;
import java.util.OptionalInt;

/// One computation of embeddings. Unlike the inference protocols, OpenAI's refuses what is too long
/// instead of embedding a part of it unasked.
record EmbeddingCall(String name, TextModel model, EmbeddingsRequest request) {

    EmbeddingsResponse answer() {
        checkDimensions(request.dimensions());
        List<Tokens> tokens = tokens();
        Embeddings embeddings = model.embed(tokens);
        long read = tokens.stream().mapToLong(Tokens::length).sum();
        return new EmbeddingsResponse(name, shortened(embeddings), read);
    }

    private List<Tokens> tokens() {
        List<Tokens> tokens =
                switch (request.input()) {
                    case EmbeddingsRequest.Input.Texts(var texts) -> model.tokenize(texts);
                    case EmbeddingsRequest.Input.TokenIds(var rows) ->
                            rows.stream()
                                    .map(row -> row.stream().mapToLong(Long::longValue).toArray())
                                    .map(Tokens::ofIds)
                                    .toList();
                };
        int limit = model.maxTokens();
        if (request.truncation().isPresent()) {
            int wanted = request.truncation().getAsInt();
            int most = wanted < 0 ? limit : Math.min(wanted, limit);
            return tokens.stream().map(text -> text.truncated(most)).toList();
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).length() > limit) {
                throw new InvalidRequest(
                        "input",
                        "context_length_exceeded",
                        "Entry %d of \"input\" has %d tokens, and %s reads at most %d: shorten it, or send truncate_prompt_tokens=-1 to embed its beginning."
                                .formatted(i, tokens.get(i).length(), name, limit));
            }
        }
        return tokens;
    }

    private void checkDimensions(OptionalInt wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        int all = model.dimensions().orElse(Integer.MAX_VALUE);
        boolean whole = wanted.getAsInt() == all;
        if (wanted.getAsInt() > all || (!whole && !model.isMatryoshka())) {
            throw new InvalidRequest(
                    "dimensions",
                    "\"dimensions\" is %d: %s has embeddings of %d dimensions%s."
                            .formatted(
                                    wanted.getAsInt(),
                                    name,
                                    all,
                                    model.isMatryoshka()
                                            ? " at most"
                                            : ", and was not trained to have them shortened"));
        }
    }

    private Embeddings shortened(Embeddings embeddings) {
        OptionalInt wanted = request.dimensions();
        return wanted.isPresent() && wanted.getAsInt() < embeddings.width()
                ? embeddings.shortened(wanted.getAsInt())
                : embeddings;
    }
}
