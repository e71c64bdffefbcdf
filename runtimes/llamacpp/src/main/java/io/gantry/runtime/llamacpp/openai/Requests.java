package io.gantry.runtime.llamacpp.openai;

import io.gantry.runtime.llamacpp.engine.Engine;
import io.gantry.runtime.llamacpp.serve.ModelSlot;
import io.gantry.runtime.llamacpp.serve.Prompt;
import io.gantry.runtime.llamacpp.serve.Slots;
import io.gantry.runtime.server.http.Json;
import io.gantry.runtime.server.openai.InvalidRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// What both kinds of requests have in common.
@ApplicationScoped
class Requests {

    private final ModelSlot slot;
    private final Slots slots;
    private final InstantSource time = InstantSource.system();

    Requests(ModelSlot slot, Slots slots) {
        this.slot = slot;
        this.slots = slots;
    }

    static Fields read(byte[] body) {
        return new Fields(Json.readObject(body));
    }

    Response answer(
            Fields fields,
            Engine engine,
            String text,
            AnswerFormat format,
            BooleanSupplier clientGone) {
        Prompt prompt = new Prompt(text, engine.tokens(text));
        int room = room(engine, prompt, format);
        int wanted = maxTokens(fields).orElse(format.tokens(room));
        boolean stream = fields.truth("stream");
        boolean usage = new Fields(fields.get("stream_options")).truth("include_usage");
        Exchange exchange =
                new Exchange(
                        slots.start(
                                engine,
                                prompt,
                                SamplingFields.read(fields, Math.min(wanted, room)),
                                clientGone),
                        Writing.of(format, time.instant(), slot.modelName(), prompt.tokens()),
                        usage);
        return stream ? exchange.stream() : exchange.whole();
    }

    private static OptionalInt maxTokens(Fields fields) {
        OptionalInt newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        return newer.isPresent() ? newer : fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    }

    /// How many tokens an answer can have.
    private static int room(Engine engine, Prompt prompt, AnswerFormat format) {
        // One for the token that begins every text, which is not counted.
        int room = engine.maxTokens() - prompt.tokens() - 1;
        if (room < 1) {
            throw new InvalidRequest(
                    format.promptField(),
                    "context_length_exceeded",
                    "The prompt has %d tokens, and prompt and answer together can have %d: shorten it, or serve the model with a larger --max-model-len."
                            .formatted(prompt.tokens(), engine.maxTokens()));
        }
        return room;
    }
}
