package io.gantry.proxy.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.proxy.route.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A request that can be put together with others like it: it is several rows of the same kind.
public sealed interface Batchable permits Instances, Tensors {

    /// Numbers keep their digits.
    JsonMapper JSON =
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

    /// How much of a batch it is; at least 1.
    int rows();

    /// Equal for requests that may be put together.
    JsonNode likeness();

    /// The request of all of them.
    ///
    /// @param others like this one, which is the first of them
    ObjectNode together(List<Batchable> others);

    /// This one's part of the answer to all of them; empty where that has no such part, as what is
    /// said of all cannot be told of one.
    ///
    /// @param before how many rows are before this one's
    /// @param all how many rows there are
    Optional<ObjectNode> part(ObjectNode answer, int before, int all);

    /// Empty for what has to go alone.
    ///
    /// @param body of a request for `:predict` of V1 or `/infer` of V2
    static Optional<Batchable> read(Protocol protocol, byte[] body) {
        return object(body)
                .flatMap(request ->
                        protocol == Protocol.V2 ? Tensors.of(request) : Instances.of(request));
    }

    /// Empty for what is no JSON object.
    static Optional<ObjectNode> object(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
