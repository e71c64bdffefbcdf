package io.gantry.proxy.graph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A body that a step gets or has given.
public final class Message {

    private static final String JSON_TYPE = "application/json";
    private static final String PREDICTIONS = "predictions";
    private static final String INSTANCES = "instances";

    /// Whoever hands a body over bounds it.
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final Buffer body;
    private final @Nullable String contentType;
    private final @Nullable String contentEncoding;

    /// Null before it is asked for, missing when it is none.
    private @Nullable JsonNode json;

    /// @param contentType null when it is not known
    /// @param contentEncoding null for none
    public Message(Buffer body, @Nullable String contentType, @Nullable String contentEncoding) {
        this.body = body;
        this.contentType = contentType;
        this.contentEncoding = contentEncoding;
    }

    static Message ofJson(Buffer body) {
        return new Message(body, JSON_TYPE, null);
    }

    public Buffer body() {
        return body;
    }

    /// JSON where nobody has said otherwise, as KServe's router does.
    public String contentType() {
        return contentType == null ? JSON_TYPE : contentType;
    }

    public @Nullable String contentEncoding() {
        return contentEncoding;
    }

    /// What it says; empty when it is no JSON. Read once.
    Optional<JsonNode> json() {
        JsonNode known = json;
        if (known == null) {
            known = read();
            json = known;
        }
        return known.isMissingNode() ? Optional.empty() : Optional.of(known);
    }

    private JsonNode read() {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /// With `predictions` called `instances`, where it has any.
    Message mapped() {
        if (json().orElse(null) instanceof ObjectNode object && object.has(PREDICTIONS)) {
            ObjectNode mapped = object.objectNode();
            object.properties()
                    .forEach(field ->
                            mapped.set(
                                    field.getKey().equals(PREDICTIONS) ? INSTANCES : field.getKey(),
                                    field.getValue()));
            return ofJson(Buffer.buffer(mapped.toString()));
        }
        return this;
    }
}
