package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.Optional;
import java.util.function.Consumer;

/// How KServe's resources are read and written: strictly typed, as the API server reads them, so
/// that `"4"` is never taken for 4 nor the other way round.
public final class KServeJson {
    /// Deeper nesting than any manifest has; what exceeds it is an attack or an accident.
    static final int MAX_DEPTH = 100;

    private static final ObjectMapper JSON = strict();
    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .disable(YAMLGenerator.Feature.SPLIT_LINES)
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .stringQuotingChecker(new QuoteLookAlikes())
                            .build());

    private KServeJson() {}

    /// The mapper for all types of this package. It is shared: do not configure it.
    public static ObjectMapper mapper() {
        return JSON;
    }

    /// The value as a JSON tree.
    public static ObjectNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /// The tree as a typed value.
    ///
    /// @throws IllegalArgumentException if the tree does not have the type's shape
    public static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /// The field that keeps the tree from having the type's shape, and why; empty if it has it.
    public static Optional<TypeFault> fault(JsonNode tree, Class<?> type) {
        try {
            JSON.treeToValue(tree, type);
            return Optional.empty();
        } catch (JsonMappingException e) {
            JsonPointer path = TypeErrors.path(e);
            return Optional.of(
                    new TypeFault(
                            TypeErrors.dotted(path), TypeErrors.explain(e, path, tree.at(path))));
        } catch (JsonProcessingException e) {
            return Optional.of(new TypeFault("", e.getOriginalMessage()));
        }
    }

    /// @param field the field's path, which the message starts with
    public record TypeFault(String field, String message) {}

    /// A copy of the value after the edit of its JSON form.
    public static <T> T edited(T value, Class<T> type, Consumer<ObjectNode> edit) {
        ObjectNode tree = tree(value);
        edit.accept(tree);
        return read(tree, type);
    }

    /// The value as JSON text.
    public static String toJson(Object value) {
        return write(JSON, value);
    }

    /// The value as YAML text that reads back to the same tree.
    public static String toYaml(Object value) {
        return write(YAML, tree(value));
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static ObjectMapper strict() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        return JsonMapper.builder(factory)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(
                                JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .withCoercionConfig(
                        LogicalType.Textual,
                        text ->
                                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                        .setCoercion(
                                                CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }
}
