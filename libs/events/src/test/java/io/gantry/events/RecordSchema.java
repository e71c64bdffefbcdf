package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON schema that a record's components mean, in the form `asyncapi.yaml` has it.
final class RecordSchema {

    private RecordSchema() {}

    static Map<String, Object> of(Class<?> record) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            properties.put(component.getName(), type(component.getAnnotatedType()));
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!optional
                    && component.getType() != List.class
                    && component.getType() != Map.class) {
                required.add(component.getName());
            }
        }
        return Map.of("type", "object", "properties", properties, "required", required);
    }

    private static Object type(AnnotatedType annotated) {
        Class<?> raw = raw(annotated);
        if (raw == List.class) {
            return Map.of("type", "array", "items", type(argument(annotated, 0)));
        }
        if (raw == Map.class) {
            return Map.of("type", "object", "additionalProperties", type(argument(annotated, 1)));
        }
        if (raw.isEnum()) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(raw.getFields())
                            .filter(Field::isEnumConstant)
                            .map(constant -> constant.getAnnotation(JsonProperty.class).value())
                            .toList());
        }
        return simple(raw);
    }

    private static Object simple(Class<?> raw) {
        return switch (raw.getSimpleName()) {
            case "String" -> Map.of("type", "string");
            case "int", "long", "Integer", "Long" -> Map.of("type", "integer");
            case "double", "Double" -> Map.of("type", "number");
            case "boolean" -> Map.of("type", "boolean");
            default -> {
                if (raw == Instant.class) {
                    yield Map.of("type", "string", "format", "date-time");
                }
                if (raw == JsonNode.class) {
                    yield Map.of("type", "object");
                }
                if (raw == LatencyHistogram.class) {
                    yield Map.of("type", "array", "items", Map.of("type", "integer"));
                }
                yield Map.of("$ref", "#/components/schemas/" + raw.getSimpleName());
            }
        };
    }

    private static Class<?> raw(AnnotatedType annotated) {
        return annotated instanceof AnnotatedParameterizedType parameterized
                ? (Class<?>)
                        ((java.lang.reflect.ParameterizedType) parameterized.getType()).getRawType()
                : (Class<?>) annotated.getType();
    }

    private static AnnotatedType argument(AnnotatedType annotated, int index) {
        return ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[index];
    }
}
