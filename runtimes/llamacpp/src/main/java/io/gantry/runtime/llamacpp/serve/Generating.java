package io.gantry.runtime.llamacpp.serve;

import io.gantry.runtime.llamacpp.engine.Engine;
import io.gantry.runtime.llamacpp.engine.Generation;
import io.gantry.runtime.llamacpp.engine.InvalidSchemaException;
import io.gantry.runtime.llamacpp.engine.Sampling;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import io.quarkus.logging.Log;

/// The work of a slot: one answer, from its prompt to its end.
final class Generating implements Runnable {

    private final Engine engine;
    private final Prompt prompt;
    private final Sampling sampling;
    private final Answer answer;
    private final ServingMetrics metrics;
    private final RequestTimes times;
    private final StringBuilder text = new StringBuilder();
    private int pieces;

    Generating(
            Engine engine,
            Prompt prompt,
            Sampling sampling,
            Answer answer,
            ServingMetrics metrics) {
        this.engine = engine;
        this.prompt = prompt;
        this.sampling = sampling;
        this.answer = answer;
        this.metrics = metrics;
        this.times = metrics.begin(prompt.tokens());
    }

    @Override
    public void run() {
        if (answer.cancelled()) {
            times.end(FinishReason.ABORT, 0);
            return;
        }
        try (CacheUse cache = metrics.cacheUse(prompt.tokens())) {
            generate(cache);
        } catch (InvalidSchemaException unusable) {
            fail(new RefusedException(Reason.BAD_INPUT, explanation(unusable), unusable));
        } catch (RuntimeException broken) {
            Log.error("Generating failed", broken);
            fail(
                    new RefusedException(
                            Reason.FAILED,
                            "The model failed on this request; the server's log has the reason.",
                            broken));
        }
    }

    private void generate(CacheUse cache) throws InvalidSchemaException {
        times.started();
        Generation generation = engine.generate(prompt.text(), sampling);
        while (generation.hasNext()) {
            if (answer.cancelled()) {
                generation.cancel();
                times.end(FinishReason.ABORT, pieces);
                return;
            }
            String piece = generation.next();
            if (!piece.isEmpty()) {
                pieces++;
                text.append(piece);
                cache.grow();
                times.token();
                answer.add(new Piece.Text(piece));
            }
        }
        end();
    }

    /// llama.cpp does not say how it has ended. A piece may be several tokens, so the text is read
    /// again to count them.
    private void end() {
        int read = Math.max(pieces, engine.tokens(text.toString()));
        boolean cut = read >= sampling.maxTokens();
        int tokens = Math.min(read, sampling.maxTokens());
        FinishReason reason = cut ? FinishReason.LENGTH : FinishReason.STOP;
        times.end(reason, tokens);
        answer.add(new Piece.End(reason, tokens));
    }

    private void fail(RefusedException why) {
        times.end(FinishReason.ABORT, pieces);
        answer.add(new Piece.Failed(why));
    }

    private static String explanation(InvalidSchemaException unusable) {
        return "The schema of \"response_format\" cannot be kept to: %s."
                .formatted(unusable.getMessage());
    }
}
