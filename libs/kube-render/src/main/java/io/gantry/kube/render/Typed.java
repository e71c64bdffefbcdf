package io.gantry.kube.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Refusal;
import java.util.stream.Collectors;

/// Between trees, which users' fragments are, and the typed objects that a client applies. Fields
/// that the types do not know stay.
public final class Typed {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Typed() {}

    /// The object as a tree, with its fields in the order of Kubernetes' types.
    public static ObjectNode tree(Object object) {
        return JSON.valueToTree(object);
    }

    /// @param field the path of what the tree was made of, for people
    public static <T> T of(JsonNode tree, Class<T> type, String field) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            throw new Refusal(
                    field + path(e),
                    null,
                    "a value of this kind cannot stand here: " + firstLine(e),
                    "write it as Kubernetes' API has it");
        } catch (JsonProcessingException e) {
            throw new Refusal(field, null, e.getOriginalMessage(), "correct it");
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getFieldName() == null
                                ? "[%d]".formatted(step.getIndex())
                                : "." + step.getFieldName())
                .collect(Collectors.joining());
    }

    private static String firstLine(JsonMappingException e) {
        String message = e.getOriginalMessage();
        return message.contains("\n") ? message.substring(0, message.indexOf('\n')) : message;
    }
}
