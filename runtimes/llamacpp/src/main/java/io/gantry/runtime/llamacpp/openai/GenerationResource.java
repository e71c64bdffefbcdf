package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.runtime.llamacpp.engine.Engine;
import io.gantry.runtime.llamacpp.engine.InvalidConversationException;
import io.gantry.runtime.llamacpp.serve.ModelSlot;
import io.gantry.runtime.server.openai.InvalidRequest;
import io.gantry.runtime.server.openai.OpenAiError;
import io.gantry.runtime.server.refusal.RefusedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// `/v1/chat/completions` and `/v1/completions`, and the addresses that KServe's server has for
/// them.
@Path("/{prefix:(openai/)?}v1")
@RunOnVirtualThread
class GenerationResource {

    private static final String CHAT =
            """
            {"model": "tiny", "messages": [{"role": "user", "content": "What is the capital of France?"}], "stream": true}
            """;

    private static final String COMPLETION =
            """
            {"model": "tiny", "prompt": "In the beginning", "max_tokens": 16}
            """;

    private final ModelSlot slot;
    private final Requests requests;

    GenerationResource(ModelSlot slot, Requests requests) {
        this.slot = slot;
        this.requests = requests;
    }

    @POST
    @Path("/chat/completions")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Answer a conversation, at once or as a stream of events")
    public Response chat(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT),
                                            examples =
                                                    @ExampleObject(
                                                            name = "a question",
                                                            value = CHAT)))
                    byte[] body,
            @Context HttpServerResponse client) {
        Fields fields = Requests.read(body);
        Engine engine = slot.engine(fields.model());
        return requests.answer(
                fields, engine, conversation(fields, engine), new ChatFormat(), client::closed);
    }

    private static String conversation(Fields fields, Engine engine) {
        try {
            return engine.prompt(Conversation.read(fields));
        } catch (InvalidConversationException refused) {
            throw new InvalidRequest(
                    "messages",
                    "The model's chat template does not take these messages: %s."
                            .formatted(refused.getMessage()));
        }
    }

    @POST
    @Path("/completions")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Go on from a text, at once or as a stream of events")
    public Response complete(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT),
                                            examples =
                                                    @ExampleObject(
                                                            name = "a beginning",
                                                            value = COMPLETION)))
                    byte[] body,
            @Context HttpServerResponse client) {
        Fields fields = Requests.read(body);
        Engine engine = slot.engine(fields.model());
        return requests.answer(
                fields, engine, text(fields), new CompletionFormat(), client::closed);
    }

    private static String text(Fields fields) {
        JsonNode prompt = fields.get("prompt");
        JsonNode only = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
        if (!only.isTextual()) {
            throw fields.wrong(
                    "prompt",
                    "one string; token ids and several prompts in one request are not supported");
        }
        return only.asText();
    }

    @ServerExceptionMapper
    public Response invalid(InvalidRequest invalid) {
        return OpenAiError.response(invalid);
    }

    @ServerExceptionMapper
    public Response refused(RefusedException refused) {
        return OpenAiError.response(refused);
    }
}
