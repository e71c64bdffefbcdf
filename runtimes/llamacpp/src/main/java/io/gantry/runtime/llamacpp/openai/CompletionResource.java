package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.runtime.llamacpp.engine.Engine;
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

/// `/v1/completions`, and the address that KServe's server has for it.
@Path("/{prefix:(openai/)?}v1/completions")
@RunOnVirtualThread
class CompletionResource {

    private static final String EXAMPLE =
            """
            {"model": "tiny", "prompt": "In the beginning", "max_tokens": 16}
            """;

    private final ModelSlot slot;
    private final Requests requests;

    CompletionResource(ModelSlot slot, Requests requests) {
        this.slot = slot;
        this.requests = requests;
    }

    @POST
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
                                                            name = "a question",
                                                            value = EXAMPLE)))
                    byte[] body,
            @Context HttpServerResponse client) {
        Fields fields = Requests.read(body);
        Engine engine = slot.engine(fields.model());
        return requests.answer(
                fields, engine, prompt(fields), new CompletionFormat(), client::closed);
    }

    private static String prompt(Fields fields) {
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
